/** Words of the map of a county that opens without a network. */
const zh = {
  title: (county: string) => `${county} 离线图包`,
  offline: "离线",
  offlineHint: "这张图在本机文件夹里，不连网络；数字停在成包的月份。",
  noArchive:
    "图包不完整：没有读到 county.pmtiles 或 pack.json。请把整个文件夹一起复制，并在其中运行 node serve.mjs。",
  legend: "村级预警级别",
  wholeCells: "放大到 8 级前，一格是格内全部村的合计，县界处也含邻县的村。",
};

type PackWords = typeof zh;

const en: PackWords = {
  title: (county) => `${county}, offline map`,
  offline: "Offline",
  offlineHint:
    "This map lies in a folder of this device and asks no network; its figures are of the month it was packed.",
  noArchive:
    "The pack is not complete: county.pmtiles or pack.json could not be read. Copy the whole folder and run node serve.mjs in it.",
  legend: "Warning levels of villages",
  wholeCells:
    "Up to zoom 8 a cell adds up all villages in it, at the edge of the county those of its neighbours too.",
};

export const pack = { zh, en };
