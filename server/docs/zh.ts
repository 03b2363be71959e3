import { DEFAULT_PAGE, LARGEST_PAGE } from "../connection.ts";
import type { Limits, Section, Words } from "./words.ts";

const sections = ({ tokens, depth, aliases, cost }: Limits): readonly Section[] => [
  {
    id: "start",
    title: "从这里开始",
    text: [
      "公开数字不用登录：把查询用 `POST` 送到 `/graphql`，内容类型 `application/json`。`/graphiql` 是探索器（开发环境）。",
      "说明与标签默认中文；`accept-language: en` 换成英文。季度写作 `2026Q3`，月份写作 `2026-09`，缺的数字是 `null`，从不写成 0。金额是整数分。坐标为 EPSG:4326，先经度后纬度。",
    ],
    examples: ["firstQuery", "riskiest", "around"],
  },
  {
    id: "keys",
    title: "登录与密钥",
    text: [
      "程序用密钥登录：`authorization: Bearer …`。密钥由安全管理员在 `/people` 建立，只显示一次，1 至 365 天有效，随时可撤销；失效的密钥一律答 401。",
      "岗位决定能看什么，见每个字段的“谁可以用”。合作方的密钥只看公开数字。",
    ],
    examples: ["viewer"],
  },
  {
    id: "paging",
    title: "分页",
    text: [
      `列表按 Relay 的约定分页：\`first\` 与 \`after\` 向后，\`last\` 与 \`before\` 向前；默认 ${DEFAULT_PAGE} 条，至多 ${LARGEST_PAGE} 条。游标标记位置而不是序号：翻页时有新行插入，既不重复也不遗漏。`,
      "`totalCount` 只在请求时才计数。",
    ],
    examples: ["page"],
  },
  {
    id: "errors",
    title: "错误",
    text: [
      "错误在 `errors` 里：`extensions.code` 是下表中不变的代码，`message` 是给人看的一句话，不要据此编程。查不到的东西是 `null`，不是错误。写操作预期中的拒绝是答复类型的成员（联合类型），不在 `errors` 里。",
    ],
    examples: ["wrongPeriod"],
    codes: true,
  },
  {
    id: "limits",
    title: "限额与代价",
    text: [
      `一个查询至多 ${tokens} 个词、${depth} 层、${aliases} 个别名、${cost} 点；请求体至多 1 MB。一个字段一点，乘以它可能返回的行数；每个答复的 \`extensions.cost\` 说明用了多少。超限在碰数据库之前就被拒绝。`,
      "密钥每分钟的点数用完答 429，`Retry-After` 说明等几秒。",
    ],
    examples: ["tooLarge"],
  },
  {
    id: "caching",
    title: "缓存与文档标识",
    text: [
      "只含公开字段的查询可用 `GET`（带 `apollo-require-preflight` 或 `content-type` 头）。答复带 `ETag` 与 `public, no-cache`；带 `If-None-Match` 再问，未变即 304。区划、行政村、风险分与指数未变时不查数据库。带会话或密钥的、含非公开字段的，一律 `private, no-store`。",
      "查询可以只发标识：`documentId` 为 `sha256:` 加文本的摘要（GraphQL over HTTP 的写法），也接受 Apollo 与 urql 的 `extensions.persistedQuery`。服务端不认识时答 404 与 `PERSISTED_QUERY_NOT_FOUND`，连同文本再发一次即记住。运营方设 `TRUSTED_ONLY=1` 后只回答网页自带的查询，自写的查询须用合作方密钥，按其点数计。",
    ],
    examples: ["cached", "documentId"],
  },
  {
    id: "clients",
    title: "客户端",
    text: [
      "契约在 `/schema.graphql`。`relay-compiler`、graphql-codegen 的 client preset、Apollo Client 的 `relayStylePagination` 与 urql Graphcache 的 `relayPagination` 都在测试中使用。`/possibleTypes.json` 与 `/typePolicies.json` 供 Apollo Client 缓存：把每个 `keyArgs` 交给 `relayStylePagination`。",
      "源码的 `test/examples/partner` 是一个完整的合作方程序：生成类型、只发标识、翻页读取一县的村。契约只增不减；要去掉的先标 `@deprecated` 并写明日期，到期才去掉。",
    ],
    examples: ["contract", "possibleTypes"],
  },
  {
    id: "tiles",
    title: "矢量瓦片",
    text: [
      "`/tiles/{图层}/{z}/{x}/{y}.pbf`，多个图层用逗号相连，`?period=2026-09` 选月份。瓦片带 `ETag`；没有内容的瓦片答 204。",
      "`/styles/light-zh.json`（`dark`、`en`）是村级热力图的样式，MapLibre GL JS 6 可直接打开；图标由网页自己绘制，样式里没有。",
    ],
    examples: ["tileJson", "style"],
  },
  {
    id: "ogc",
    title: "OGC API",
    text: [
      "`/ogc` 是 OGC API – Features（第 1 部分，第 3 部分的可查询属性）与瓦片集，QGIS 与 GDAL 可直接打开。",
    ],
    examples: ["ogcItems"],
  },
  {
    id: "bulk",
    title: "批量导出",
    text: [
      "`POST /exports/bulk` 按页读完一个列表，每行一个 JSON；各页的检查、代价与权限和单独查询相同。表格用 CSV：`/regions/{代码}/indicators.csv`。",
    ],
    examples: ["bulk", "csv"],
  },
];

export const zh: Words = {
  title: "接口文档",
  product: "防返贫一张图",
  skip: "跳到正文",
  back: "回到地图",
  otherLanguage: "English",
  contents: "目录",
  reference: "类型与字段",
  referenceText: (types, fields) => `${types} 个类型，${fields} 个字段，由契约生成。`,
  search: "在类型、字段、参数与取值中查找",
  find: "查找",
  found: (count, text) => (count === 0 ? `没有与“${text}”相符的。` : `与“${text}”相符的 ${count} 项`),
  most: (count) => `只列出前 ${count} 项，请写得更具体。`,
  kinds: {
    OBJECT: "对象",
    INTERFACE: "接口",
    UNION: "联合",
    ENUM: "枚举",
    INPUT_OBJECT: "输入",
    SCALAR: "标量",
  },
  arguments: "参数",
  fields: "字段",
  values: "取值",
  members: "成员",
  usedBy: "用于",
  whoMay: "谁可以用",
  open: "所有人",
  signedIn: "登录的人",
  byDefault: (value) => `默认 ${value}`,
  noType: (name) => `没有类型 ${name}；全部类型见 /docs#reference。`,
  sections,
};
