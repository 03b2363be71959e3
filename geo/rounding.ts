/** Half up at `digits` decimals, as the method card rounds every shown score. */
export function roundHalfUp(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.floor(value * scale + 0.5) / scale;
}

/**
 * Rounds parts so that the shown parts add up to the shown total.
 * Source: largest-remainder method (Hamilton); ties go to the earlier part.
 */
export function roundParts(parts: readonly number[], total: number, digits: number): number[] {
  const scale = 10 ** digits;
  const floors = parts.map((part) => Math.floor(part * scale));
  const left = Math.floor(total * scale + 0.5) - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part * scale - Math.floor(part * scale) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  const raised = new Set(byRemainder.slice(0, Math.max(0, left)).map((entry) => entry.index));
  return floors.map((floor, index) => (floor + (raised.has(index) ? 1 : 0)) / scale);
}
