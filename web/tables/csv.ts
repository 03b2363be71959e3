/** A signed number, alone or with its unit in words. */
const SIGNED = /^[+-][\d.,]+(%| [\p{L} ]+)?$/u;

/** A cell that a spreadsheet could take for a formula is text instead; a number with its sign stays as it is shown. */
function cell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) && !SIGNED.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines of cells as a file that Excel opens too: without the byte-order mark it garbles Chinese. */
export const toCsv = (lines: readonly (readonly string[])[]): string =>
  `\ufeff${lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("")}`;
