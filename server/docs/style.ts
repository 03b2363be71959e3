/** Paper and ink as on the map, in the colours the reader's system prefers. No font is fetched. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #f7f5f0; --surface: #fff; --text: #1b2733; --muted: #55606b; --line: #d5d9dc; --accent: #0e6e7e; --code: #eef1f2; }
@media (prefers-color-scheme: dark) { :root { --bg: #0b1014; --surface: #141b21; --text: #e8ecef; --muted: #a9b4be; --line: #33404a; --accent: #4fc3d4; --code: #1a2229; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); overflow-wrap: anywhere;
  font: 15px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 8px; padding: 4px 8px; background: var(--surface); }
header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: baseline; padding: 12px 24px; background: var(--surface); border-bottom: 1px solid var(--line); }
header strong { font-size: 17px; }
header nav { margin-left: auto; display: flex; gap: 16px; }
.frame { display: grid; grid-template-columns: 240px minmax(0, 1fr); gap: 32px; max-width: 1180px; margin: 0 auto; padding: 24px; }
.contents ul { margin: 0; padding: 0; list-style: none; }
.contents li a { display: block; padding: 4px 0; }
.contents { position: sticky; top: 16px; align-self: start; }
h1 { margin: 0 0 16px; font-size: 26px; line-height: 1.3; }
h2 { margin: 32px 0 8px; font-size: 20px; line-height: 1.3; }
h3 { margin: 24px 0 4px; font-size: 16px; }
code, pre { font: 13px/1.55 ui-monospace, SFMono-Regular, Consolas, "Noto Sans Mono CJK SC", monospace; }
code { background: var(--code); padding: 1px 4px; border-radius: 4px; }
pre { margin: 8px 0 16px; padding: 12px; overflow-x: auto; background: var(--code); border: 1px solid var(--line); border-radius: 8px; }
pre code { padding: 0; background: none; }
figure { margin: 16px 0; }
figcaption { font-weight: 600; }
form { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 16px; }
form label { flex-basis: 100%; color: var(--muted); }
input { flex: 1 1 200px; min-width: 0; height: 44px; padding: 0 12px; color: inherit; background: var(--surface); border: 1px solid var(--muted); border-radius: 8px; font: inherit; }
button { height: 44px; padding: 0 20px; color: var(--bg); background: var(--accent); border: 0; border-radius: 8px; font: inherit; cursor: pointer; }
.muted { color: var(--muted); }
.types { columns: 220px; padding: 0; list-style: none; }
.types li { break-inside: avoid; padding: 3px 0; }
dl.fields > div { padding: 12px 0; border-top: 1px solid var(--line); }
dl.fields dt { font-weight: 600; }
dl.fields dd { margin: 2px 0 0; }
dl.fields dl { margin: 6px 0 0 16px; }
dl.fields dl > div { padding: 4px 0; border: 0; }
dl.fields dl dt { font-weight: 400; }
.hits { padding: 0; list-style: none; }
.hits li { padding: 8px 0; border-top: 1px solid var(--line); }
.codes { columns: 240px; padding-left: 20px; }
@media (max-width: 760px) { .frame { display: block; padding: 16px; } .contents { position: static; } .contents ul { display: flex; flex-wrap: wrap; gap: 0 16px; } header { padding: 12px 16px; } header nav { margin-left: 0; } }
`;
