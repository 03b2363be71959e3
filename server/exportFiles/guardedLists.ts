import { dayInShanghai } from "../../geo/days.ts";
import { selectCases } from "../cases/queries.ts";
import { CountMode, LARGEST_PAGE, readPage } from "../connection.ts";
import { boolean, date, type FeatureProperty, integer, string as text } from "../featureCollection.ts";
import { membersByHousehold, selectHouseholds } from "../households/queries.ts";
import { placesWithin } from "../regions/queries.ts";
import type { ExportList } from "./list.ts";

// Read by what the screens read by: the same rows, under the same row-level security, with the same masks.

const columnsOf = (columns: Readonly<Record<string, FeatureProperty>>): ExportList["columns"] =>
  Object.entries(columns).map(([name, { type, zh, en }]) => ({ name, type, zh, en }));
/** All of the person's own regions, unless one is named. */
const EVERYWHERE = "CN";
const pageAfter = (after: string | null) =>
  readPage({ first: LARGEST_PAGE, ...(after === null ? {} : { after }) });
const nextOf = ({ hasNextPage, endCursor }: { hasNextPage: boolean; endCursor: string | null }) =>
  hasNextPage ? endCursor : null;

export const householdList: ExportList = {
  what: "HOUSEHOLDS",
  name: "households",
  permission: "household.read",
  places: null,
  takes: { period: null, equal: {}, households: true },
  columns: columnsOf({
    number: text("", "户编号", "Number"),
    village_code: text("", "村代码", "Code of the village"),
    village: text("", "村", "Village"),
    status: text("", "状态", "Status"),
    category: text("", "监测对象类别", "Category"),
    grade: text("", "分级", "Grade"),
    formerly_poor: boolean("", "脱贫户", "Lifted out of poverty"),
    lacks_funds: boolean("", "缺资金", "Short of money"),
    lacks_skills: boolean("", "缺技术", "Short of skill"),
    members: integer("", "在户人数", "Members"),
    head: text("", "户主姓名（脱敏）", "Name of the head, masked"),
    head_id_number: text("", "户主身份证号（脱敏）", "Identity number of the head, masked"),
    head_phone: text("", "户主电话（脱敏）", "Telephone of the head, masked"),
    erased_on: date("", "个人信息清除日期", "Day of erasure"),
    is_demo: boolean("", "模拟数据", "Demonstration data"),
  }),
  count: async (context, { regionCode, conditions }) => {
    const page = await selectHouseholds(
      context,
      regionCode ?? EVERYWHERE,
      conditions.households ?? {},
      readPage({ first: 1 }),
    );
    return { total: await page.count(CountMode.EXACT), isDemo: page.nodes.some(({ isDemo }) => isDemo) };
  },
  page: async (context, { regionCode, conditions }, after) => {
    const { nodes, pageInfo } = await selectHouseholds(
      context,
      regionCode ?? EVERYWHERE,
      conditions.households ?? {},
      pageAfter(after),
    );
    const members = await Promise.all(nodes.map(({ id }) => context.load(membersByHousehold, id, undefined)));
    const rows = nodes.map((household, index) => {
      const present = (members[index] ?? []).filter(({ leftOn }) => leftOn === null);
      const head = present.find(({ relation }) => relation === "HEAD");
      return {
        id: null,
        geometry: null,
        isDemo: household.isDemo,
        cells: [
          household.number,
          household.villageCode,
          household.villageName,
          household.status,
          household.category,
          household.grade,
          household.formerlyPoor,
          household.lacksFunds,
          household.lacksSkills,
          present.length,
          head?.name ?? null,
          head?.idNumber ?? null,
          head?.phone ?? null,
          household.erasedOn,
          household.isDemo,
        ],
      };
    });
    return { rows, next: nextOf(pageInfo) };
  },
};

/** Villages 900 to 999 of a township exist in demonstration data alone. */
const isInvented = (villageCode: string) => /9\d\d$/.test(villageCode);

export const caseList: ExportList = {
  what: "CASES",
  name: "cases",
  permission: "case.read",
  places: null,
  takes: { period: null, equal: {}, cases: true },
  columns: columnsOf({
    household: text("", "户编号", "Number of the household"),
    village_code: text("", "村代码", "Code of the village"),
    village: text("", "村", "Village"),
    state: text("", "阶段", "State"),
    since: date("", "进入本阶段", "Since"),
    due: date("", "期限", "Due"),
    overdue: boolean("", "已超期", "Past its due day"),
    opened_on: date("", "建立日期", "Opened"),
    recognised_on: date("", "认定日", "Recognised"),
    eliminated_on: date("", "风险消除日", "Eliminated"),
    closed_on: date("", "办结日", "Closed"),
    category: text("", "类别", "Category"),
    grade: text("", "分级", "Grade"),
    owner: text("", "责任人", "Who answers for it"),
    mine: boolean("", "由本人负责", "It is mine"),
    is_demo: boolean("", "模拟数据", "Demonstration data"),
  }),
  count: async (context, { regionCode, conditions }) => {
    const scope = await placesWithin(context, regionCode ?? EVERYWHERE);
    const page = await selectCases(context, scope, conditions.cases ?? {}, readPage({ first: 1 }));
    return {
      total: await page.count(CountMode.EXACT),
      isDemo: page.nodes.some(({ villageCode }) => isInvented(villageCode)),
    };
  },
  page: async (context, { regionCode, conditions }, after) => {
    const scope = await placesWithin(context, regionCode ?? EVERYWHERE);
    const { nodes, pageInfo } = await selectCases(context, scope, conditions.cases ?? {}, pageAfter(after));
    const rows = nodes.map((matter) => ({
      id: null,
      geometry: null,
      isDemo: isInvented(matter.villageCode),
      cells: [
        matter.householdNumber,
        matter.villageCode,
        matter.villageName,
        matter.state,
        dayInShanghai(new Date(matter.since)),
        matter.due,
        matter.isOverdue,
        matter.openedOn,
        matter.recognisedOn,
        matter.eliminatedOn,
        matter.closedOn,
        matter.category,
        matter.grade,
        matter.owner,
        matter.isMine,
        isInvented(matter.villageCode),
      ],
    }));
    return { rows, next: nextOf(pageInfo) };
  },
};
