/**
 * The EPSG number of a reference system in the well-known text of a `.prj` or a GeoPackage. The text of ESRI has no
 * numbers, so those of China are known by what they are made of: CGCS2000 3-degree Gauss-Krüger has its central
 * meridian, and 500 km of false easting with or without the number of its zone before it. NaN for anything else.
 */
export function sridOfText(text: string): number {
  const compact = text.replace(/\s+/g, "");
  const named =
    /AUTHORITY\["EPSG","?(\d+)"?\]\]$/i.exec(compact)?.[1] ?? /ID\["EPSG",(\d+)\]\]$/i.exec(compact)?.[1];
  if (named !== undefined) return Number(named);
  const isChinese = /CGCS_?2000|China_Geodetic_Coordinate_System_2000|China_2000/i.test(compact);
  if (/^PROJCS\[/i.test(compact)) {
    const meridian = parameter(compact, "central_meridian");
    const easting = parameter(compact, "false_easting");
    const isGauss = /PROJECTION\["(?:Gauss_Kruger|Transverse_Mercator)"\]/i.test(compact);
    if (!isChinese || !isGauss || meridian % 3 !== 0) return Number.NaN;
    if (easting === 500_000) return 4534 + (meridian - 75) / 3;
    return easting === (meridian / 3) * 1_000_000 + 500_000 ? 4513 + meridian / 3 - 25 : Number.NaN;
  }
  if (/^GEOGCS\[/i.test(compact))
    return isChinese ? 4490 : /WGS_?(?:19)?84/i.test(compact) ? 4326 : Number.NaN;
  return Number.NaN;
}

function parameter(text: string, name: string): number {
  return Number(new RegExp(`PARAMETER\\["${name}",(-?[\\d.]+)\\]`, "i").exec(text)?.[1] ?? Number.NaN);
}
