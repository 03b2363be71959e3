import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import { isProjectStep, NEEDS_REASON, PROJECT_STEPS } from "../../geo/projectLifecycle.ts";
import { isInScope, TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { projectsByCode } from "../projects/queries.ts";
import type { IndustryProject, ProjectStatus } from "../projects/type.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { InvalidTransition, type ProjectStatusChangeInput } from "./type.ts";

interface Present {
  readonly code: string;
  readonly status: ProjectStatus;
  readonly since: string | null;
  readonly rowVersion: number;
  readonly place: string;
  readonly today: string;
  readonly mayUse: boolean;
}

type Outcome = Promise<IndustryProject | InvalidTransition | Refused>;

/** Writes one step of a project's history; the database brings the project and the tiles up to it. */
export function changeProjectStatus(context: Context, given: ProjectStatusChangeInput): Outcome {
  const reason = given.reason?.trim() || null;
  const bad = refuseInput(context, given, reason);
  if (bad) return Promise.resolve(bad);
  return refusing(context, async ({ sql, record }) => {
    const project = await presentOf(sql, given.project);
    if (!project?.mayUse) return notFound(context);
    const known = await knownChange(sql, given.id);
    if (known) {
      const isSame = known.project === project.code && known.to === given.to && known.day === given.day;
      return isSame ? projectNow(context, sql, project.code) : otherContent(context);
    }
    if (project.rowVersion !== given.rowVersion) return conflict(context, project.rowVersion);
    if (!isProjectStep(project.status, given.to)) return undeclared(context, project.status, given.to);
    if (reason === null && NEEDS_REASON.includes(given.to))
      return withoutReason(context, project.status, given.to);
    if (given.day > project.today || (project.since !== null && given.day < project.since))
      return refuse(
        context,
        "INVALID",
        `日期 ${given.day} 须在 ${project.since ?? "—"}（上次变更）与 ${project.today}（今天）之间。`,
        `The day ${given.day} must lie between ${project.since ?? "—"} (the last change) and ${project.today} (today).`,
      );
    await sql(
      /* sql */ `
      insert into atlas.project_status_changes
        (id, project_code, place_code, project_version, from_status, to_status, day, reason, recorded_by)
      values (:id::uuid, :project, :place, :version::int, :from, :to, :day::date, :reason, access.viewer())`,
      {
        id: given.id,
        project: project.code,
        place: project.place,
        version: project.rowVersion + 1,
        from: project.status,
        to: given.to,
        day: given.day,
        reason,
      },
    );
    await record({
      action: "project.changeStatus",
      kind: "IndustryProject",
      id: project.code,
      regionCode: project.place,
      detail: { from: project.status, to: given.to, day: given.day },
    });
    return projectNow(context, sql, project.code);
  });
}

function refuseInput(
  context: Context,
  { id, day }: ProjectStatusChangeInput,
  reason: string | null,
): Refused | null {
  if (!isUuid(id) || !isDay(day))
    return refuse(
      context,
      "INVALID",
      `标识须为 UUID，日期须形如 2026-11-30（收到 ${day.slice(0, 20)}）。`,
      `The id is a UUID and the day is like 2026-11-30 (got ${day.slice(0, 20)}).`,
    );
  if (reason === null) return null;
  const length = [...reason].length;
  if (length < 2 || length > 500)
    return refuse(
      context,
      "INVALID",
      `原因须为 2 至 500 个字，现为 ${length} 个。`,
      `The reason has ${length} characters; between 2 and 500 are taken.`,
    );
  const [found] = findPersonalData(reason);
  return found
    ? refuse(
        context,
        "INVALID",
        "原因中像有身份证号、电话、银行卡号或病情；项目状态是公开的，请删去。",
        "The reason seems to hold an identity number, telephone, bank card or illness; it is public, so leave that out.",
        [found.kind],
      )
    : null;
}

async function presentOf(sql: Sql, code: string): Promise<Present | undefined> {
  const [row] = await sql<Present>(
    /* sql */ `
    select project.code, project.status, project.status_since as since, project.row_version as "rowVersion", its.place,
           ${TODAY} as today, ${isInScope("its.place", "WORK")} as "mayUse"
    from atlas.industry_projects project
    cross join lateral (select coalesce(project.village_code, rpad(project.county_code, 12, '0')) as place) its
    where project.code = :code`,
    { code },
  );
  return row;
}

async function knownChange(sql: Sql, id: string) {
  const [row] = await sql<{ project: string; to: string; day: string }>(
    /* sql */ `
    select project_code as project, to_status as "to", day from atlas.project_status_changes where id = :id::uuid`,
    { id },
  );
  return row;
}

/** As it is inside this transaction, whose change nobody else sees yet. */
async function projectNow(context: Context, sql: Sql, code: string): Promise<IndustryProject | Refused> {
  const [project] = await projectsByCode({ ...context, sql }, [code], undefined);
  return project ?? notFound(context);
}

const otherContent = (context: Context): Refused =>
  refuse(
    context,
    "OTHER_CONTENT",
    "此标识已被另一次变更使用；请换一个新的 UUID。",
    "This id is taken by another change; make a new UUID.",
  );

function invalidTransition(
  { language }: Context,
  from: ProjectStatus,
  to: ProjectStatus,
  zh: string,
  en: string,
): InvalidTransition {
  const allowed = PROJECT_STEPS[from] as readonly ProjectStatus[];
  return Object.assign(new InvalidTransition(), { message: language === "zh" ? zh : en, from, to, allowed });
}

function undeclared(context: Context, from: ProjectStatus, to: ProjectStatus): InvalidTransition {
  const allowed = PROJECT_STEPS[from];
  return allowed.length > 0
    ? invalidTransition(
        context,
        from,
        to,
        `项目现为 ${from}，不能变更为 ${to}；可以变更为 ${allowed.join("、")}。`,
        `The project is ${from} and cannot become ${to}; it can become ${allowed.join(", ")}.`,
      )
    : invalidTransition(
        context,
        from,
        to,
        `项目已是 ${from}，不能再变更；重新开办请另立新项目。`,
        `The project is ${from}, which is an end; a new attempt is a new project.`,
      );
}

const withoutReason = (context: Context, from: ProjectStatus, to: ProjectStatus): InvalidTransition =>
  invalidTransition(
    context,
    from,
    to,
    `变更为 ${to} 须写明原因。`,
    `A project becomes ${to} only with a reason; write it.`,
  );
