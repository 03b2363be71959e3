/**
 * A4 in ink: lines instead of fills, because browsers print no backgrounds, and nothing told by colour alone. No font
 * is fetched: the page must look after itself wherever it is opened.
 */
export const STYLE = `
@page { size: A4; margin: 14mm 12mm; }
* { box-sizing: border-box; }
body { max-width: 190mm; margin: 0 auto; padding: 8mm 4mm; color: #1b2733; background: #fff;
  font: 9.5pt/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header > p:first-child { margin: 0; color: #55606b; }
h1 { margin: 0 0 3mm; font-size: 20pt; line-height: 1.25; }
h1 small { display: block; font-size: 12pt; font-weight: 400; }
h2 { margin: 7mm 0 2mm; padding-bottom: 1mm; border-bottom: 1.5pt solid #1b2733; font-size: 12.5pt; break-after: avoid; }
h3 { margin: 3.5mm 0 1mm; font-size: 10pt; break-after: avoid; }
p, ul { margin: 1.5mm 0; }
ul { padding-left: 5mm; }
.points li { margin: 0.6mm 0; font-size: 10.5pt; }
.demo { padding: 1.5mm 3mm; border: 1.2pt dashed #1b2733; font-weight: 600; }
.own { color: #55606b; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(34mm, 1fr)); gap: 1.5mm 4mm; margin: 2mm 0; }
.facts dt { color: #55606b; font-size: 8pt; }
.facts dd { margin: 0; font-weight: 600; }
.facts .hero dd { font-size: 15pt; line-height: 1.2; }
table { width: 100%; margin: 1mm 0 2mm; border-collapse: collapse; font-size: 8.5pt; line-height: 1.4; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 0.7mm 1.2mm; border-bottom: 0.5pt solid #b9c0c6; text-align: left; vertical-align: top; }
thead th { border-bottom: 1pt solid #1b2733; vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 400; }
tfoot th, tfoot td { border-top: 1pt solid #1b2733; border-bottom: 0; font-weight: 600; }
td.figure, th.figure { text-align: right; }
table.dispatch th:first-child { width: 40%; }
table.wide, table.ranking { font-size: 7.5pt; }
table.all td:last-child { color: #55606b; font-size: 7.5pt; width: 38%; }
table .triggers { margin: 0; padding-left: 4mm; }
table.ranking th:first-child, table.wide th:first-child, table.warnings th:first-child, table.all th.figure, table.dispatch th.figure { white-space: nowrap; }
table.warnings td:nth-child(4) { width: 16mm; }
code { color: #55606b; font-size: 7pt; }
.level { white-space: nowrap; }
data { white-space: nowrap; }
.bar { display: inline-block; height: 0; border-top: 2.6mm solid #55606b; vertical-align: middle; }
em { color: #55606b; font-size: 7.5pt; }
footer { margin-top: 8mm; padding-top: 1.5mm; border-top: 0.5pt solid #b9c0c6; color: #55606b; font-size: 8pt; }
.csv { margin: 0; text-align: right; font-size: 7.5pt; line-height: 1; }
.csv a { color: #55606b; }
@media print { .csv { display: none; } body { max-width: none; padding: 0; } }
@media screen and (max-width: 640px) { body { padding: 4mm; } section { overflow-x: auto; } table { min-width: 80mm; } table.wide, table.ranking, table.all, table.warnings, table.history { min-width: 170mm; } }
`;
