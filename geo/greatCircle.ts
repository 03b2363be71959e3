/**
 * Length of the shortest way over a sphere of 6,371.0088 km, the mean radius of the earth (IUGG); within 0.5 % of the
 * ellipsoid. Haversine form, which stays exact for near points (Sinnott 1984, Sky and Telescope 68:159).
 */
export function greatCircleKm(
  [lon1, lat1]: readonly [number, number],
  [lon2, lat2]: readonly [number, number],
): number {
  const radians = Math.PI / 180;
  const [dLat, dLon] = [(lat2 - lat1) * radians, (lon2 - lon1) * radians];
  const half =
    Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(dLon / 2) ** 2;
  return 2 * 6_371.0088 * Math.asin(Math.min(1, Math.sqrt(half)));
}
