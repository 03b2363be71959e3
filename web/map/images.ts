import type { Map as MapLibre } from "maplibre-gl";

/** MapLibre's distance fields: the edge lies at 3/4 of alpha, eight pixels reach over the whole range. */
const edge = 0.75;
const reach = 8;

type Inside = (x: number, y: number) => boolean;

/** Brute force is enough: a dozen images of 48 pixels, once. */
function distanceField(size: number, inside: Inside, wrap: boolean): ImageData {
  const image = new ImageData(size, size);
  const fine = 2;
  const cells = size * fine;
  const filled = new Uint8Array(cells * cells);
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++)
      filled[y * cells + x] = inside((x + 0.5) / fine, (y + 0.5) / fine) ? 1 : 0;
  }
  const look = reach * fine;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const own = filled[y * fine * cells + x * fine] as number;
      let nearest = look * look;
      for (let dy = -look; dy <= look; dy++) {
        for (let dx = -look; dx <= look; dx++) {
          let cx = x * fine + dx;
          let cy = y * fine + dy;
          if (wrap) {
            cx = (cx + cells) % cells;
            cy = (cy + cells) % cells;
          }
          const other =
            cx < 0 || cy < 0 || cx >= cells || cy >= cells ? 0 : (filled[cy * cells + cx] as number);
          if (other !== own) nearest = Math.min(nearest, dx * dx + dy * dy);
        }
      }
      const distance = Math.sqrt(nearest) / fine;
      const signed = own ? distance : -distance;
      image.data[(y * size + x) * 4 + 3] = Math.round(255 * Math.min(1, Math.max(0, edge + signed / reach)));
    }
  }
  return image;
}

const polygon =
  (points: readonly (readonly [number, number])[]): Inside =>
  (x, y) => {
    let within = false;
    points.forEach(([ax, ay], index) => {
      const [bx, by] = points[(index + points.length - 1) % points.length] as readonly [number, number];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
    });
    return within;
  };

const hexagonOf = (radius: number) =>
  polygon(
    Array.from({ length: 6 }, (_, index) => {
      const angle = (Math.PI / 3) * index;
      return [24 + radius * Math.cos(angle), 24 + radius * Math.sin(angle)] as const;
    }),
  );
const house = polygon([
  [24, 7],
  [41, 22],
  [37, 22],
  [37, 40],
  [11, 40],
  [11, 22],
  [7, 22],
]);
const room = polygon([
  [24, 16],
  [32, 24],
  [32, 35],
  [16, 35],
  [16, 24],
]);
const outer = hexagonOf(17);
const inner = hexagonOf(9.5);
const arrow = polygon([
  [8, 8],
  [42, 24],
  [8, 40],
  [16, 24],
]);

const icons: Readonly<Record<string, Inside>> = {
  house,
  "house-open": (x, y) => house(x, y) && !room(x, y),
  hexagon: outer,
  "hexagon-open": (x, y) => outer(x, y) && !inner(x, y),
  arrow,
};

/** Patterns tile: every period divides the 16 pixels. */
const stripe = (value: number, period: number, width: number) => ((value % period) + period) % period < width;
const patterns: Readonly<Record<string, Inside>> = {
  hatch: (x, y) => stripe(x + y, 16, 3),
  "hatch-red": (x, y) => stripe(x - y, 16, 3),
  "hatch-thin": (x, y) => stripe(x - y, 16, 1.4),
  "hatch-rows": (_, y) => stripe(y, 8, 1.6),
  "hatch-waves": (x, y) => stripe(y + 2 * Math.sin((x / 16) * 2 * Math.PI), 8, 1.8),
  "hatch-dots": (x, y) => Math.hypot((x % 8) - 4, (y % 8) - 4) < 1.6,
};

/** Drawn here and tinted by the style: one set of images serves both themes. */
export function addImages(map: MapLibre) {
  for (const [id, inside] of Object.entries(icons)) {
    if (!map.hasImage(id)) map.addImage(id, distanceField(48, inside, false), { sdf: true, pixelRatio: 2 });
  }
  for (const [id, inside] of Object.entries(patterns)) {
    if (!map.hasImage(id)) map.addImage(id, distanceField(16, inside, true), { sdf: true, pixelRatio: 2 });
  }
}
