import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { events } from "../web/i18n/events.ts";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";
import { sqlOn } from "./tileClient.ts";

const TIMEOUT = 300_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const w = events.zh.whatIf;

/** A box over the middle of Suichuan, as an address writes it and as a person types it. */
const WRITTEN = "114.3,26.1;114.6,26.1;114.6,26.35;114.3,26.35";
const TYPED = "114.3, 26.1, 114.6, 26.35";
const VIEW = "v=114.45,26.22,9.2";

interface Exposure {
  total: { householdsInside: number; householdsByArea: number };
  counties: { county: { code: string } }[];
}
const exposure = async () => {
  const ring = WRITTEN.split(";").map((pair) => pair.split(",").map(Number));
  const { data } = await graphql<{ exposure: Exposure }>(
    here,
    "query ($footprint: GeoJSONMultiPolygon!) { exposure(footprint: $footprint) { total { householdsInside householdsByArea } counties { county { code } } } }",
    { footprint: { type: "Polygon", coordinates: [[...ring, ring[0]]] } },
  );
  return data.exposure;
};
const number = new Intl.NumberFormat("zh-CN");

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as typeof window & {
      axe: {
        run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.runIf(inject("chromium") !== "")("footprints, events and settlements on the map", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("answer a footprint from the address with the figures of the API, as a table and as a file", {
    timeout: TIMEOUT,
  }, async () => {
    const { total, counties } = await exposure();
    const session = await visit(browser, `${url}/?${VIEW}&w=${WRITTEN}`, { width: 1280, height: 800 });
    const { page } = session;
    const panel = page.locator("aside.what-if");
    await panel.locator(".hero-figures").waitFor();
    const shown = await panel.locator(".hero-figures b").allInnerTexts();
    expect(shown).toEqual(
      [total.householdsInside, total.householdsByArea].map((each) => number.format(each)),
    );
    expect(await panel.locator("tbody tr").count()).toBe(counties.length);
    await settled(page);
    expect(await shareDrawn(page, ["what-if-fill", "what-if-outline"])).toBeGreaterThan(0.01);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      panel.getByRole("button", { name: w.csv }).click(),
    ]);
    const csv = readFileSync((await file.path()) ?? "", "utf8")
      .trim()
      .split("\r\n");
    expect(csv.length).toBe(counties.length + 1);
    expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual(counties.map(({ county }) => county.code));
    const column = csv.slice(1).reduce((sum, line) => sum + Number(line.split(",")[4]), 0);
    expect(column).toBe(total.householdsInside);
    expect(await faults(page)).toEqual([]);
    await keep(page, "what-if");
    await panel.getByRole("button", { name: w.clear }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("w")).toBeNull();
    expect(await rendered(page, "what-if-fill")).toEqual([]);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("take a footprint by keyboard, from a region and from a file, and refuse what is none", {
    timeout: TIMEOUT,
  }, async () => {
    const { total } = await exposure();
    const session = await visit(browser, `${url}/?${VIEW}&lang=zh`, { width: 1000, height: 760 });
    const { page } = session;
    await page.getByRole("button", { name: w.open }).focus();
    await page.keyboard.press("Enter");
    const panel = page.locator("aside.what-if");
    await panel.getByLabel(w.bbox).fill("114, 26, 113");
    await panel.getByRole("button", { name: w.bboxUse }).click();
    await panel.getByText(w.badNumbers).waitFor();
    await panel.getByLabel(w.bbox).fill(TYPED);
    await panel.getByRole("button", { name: w.bboxUse }).focus();
    await page.keyboard.press("Enter");
    await panel.locator(".hero-figures b").first().waitFor();
    expect(await panel.locator(".hero-figures b").first().innerText()).toBe(
      number.format(total.householdsInside),
    );
    expect(new URL(page.url()).searchParams.get("w")).toBe(WRITTEN);

    const upload = panel.locator("input[type=file]");
    await upload.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await panel.getByText(w.badFile).waitFor();
    const square = [
      [114, 26],
      [114.1, 26],
      [114.1, 26.1],
      [114, 26.1],
      [114, 26],
    ];
    const feature = { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [square] } };
    await upload.setInputFiles({
      name: "flood.geojson",
      mimeType: "application/geo+json",
      buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features: [feature] })),
    });
    await expect
      .poll(() => new URL(page.url()).searchParams.get("w"))
      .toBe("114,26;114.1,26;114.1,26.1;114,26.1");

    await panel.locator("details summary").first().click();
    await panel.getByLabel(w.region, { exact: true }).fill("360827");
    await panel.getByRole("button", { name: w.regionUse }).click();
    // The outline of a county is too long for an address, and stays in the page.
    await panel.getByText(w.tooLong).waitFor();
    const [county] = await sqlOn<{ households: number }>(
      atlas?.databaseUrl ?? "",
      "select sum(households)::int as households from atlas.villages where county_code = '360827'",
    );
    await panel.locator(".hero-figures b").first().waitFor();
    const inside = Number((await panel.locator(".hero-figures b").first().innerText()).replaceAll(",", ""));
    expect(Math.abs(inside / (county?.households ?? 0) - 1)).toBeLessThan(0.01);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("draw a polygon and a circle with the mouse, and give up with Escape", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/?${VIEW}&off=labels,enclaves`, { width: 1000, height: 760 });
    const { page } = session;
    await page.getByRole("button", { name: w.open }).click();
    await settled(page);
    const panel = page.locator("aside.what-if");
    const box = (await page.locator(".map-box canvas").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const written = () => new URL(page.url()).searchParams.get("w");
    await panel.getByRole("button", { name: w.drawPolygon }).click();
    await panel.getByText(w.drawing).waitFor();
    await expect
      .poll(() => page.evaluate(() => JSON.stringify(window.__atlasMap?.getStyle().sources)))
      .toContain("td-");
    for (const [x, y] of [at(0.35, 0.35), at(0.6, 0.35), at(0.6, 0.6)]) {
      await page.mouse.move(x, y);
      await page.mouse.click(x, y);
      await page.waitForTimeout(400);
    }
    await keep(page, "what-if-drawing");
    await page.locator(".map-box canvas").focus();
    await page.keyboard.press("Enter");
    await expect.poll(written, { timeout: 20_000 }).not.toBeNull();
    expect(written()?.split(";").length).toBe(3);
    await panel.locator(".hero-figures").waitFor();
    await settled(page);
    await keep(page, "what-if-drawn");

    const before = written();
    await panel.getByRole("button", { name: w.drawCircle }).click();
    await panel.getByText(w.drawing).waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => panel.getByText(w.drawing).count()).toBe(0);
    expect(written()).toBe(before);
    expect(await panel.count()).toBe(1);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("show events in their grade, their villages, and what lies under them", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/?${VIEW}&on=events&r=event:demo-flood-2026-04`, {
      width: 1280,
      height: 800,
    });
    const { page } = session;
    await settled(page);
    const drawn = await rendered(page, "event-fill");
    expect(drawn.map(({ code }) => code)).toContain("demo-flood-2026-04");
    expect((await rendered(page, "event-letter")).map(({ grade }) => grade)).toContain("II");
    expect(await shareDrawn(page, ["event-fill", "event-hatch", "event-letter"])).toBeGreaterThan(0.02);
    const panel = page.locator("aside.detail");
    await panel.getByText(events.zh.event.grades.II).waitFor();
    await panel.getByText(zh.demo.badge).first().waitFor();
    await panel.getByText(events.zh.event.basis.DECLARED).waitFor();
    expect(await faults(page)).toEqual([]);
    await keep(page, "event");
    await panel.getByRole("button", { name: events.zh.event.whatIf }).click();
    await page.locator("aside.what-if .hero-figures").waitFor({ timeout: 120_000 });
    await settled(page);
    await page.goto(`${page.url()}&theme=dark&lang=en`);
    await page.locator("aside").getByText(events.en.event.grades.II).first().waitFor();
    await settled(page);
    await keep(page, "event-dark");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("are corrected with what was drawn on the map or comes from a file, for a reason", {
    timeout: TIMEOUT,
  }, async () => {
    const id = crypto.randomUUID();
    const box = (west: number, south: number, east: number, north: number) => ({
      type: "Polygon",
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    });
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
    const { page } = session;
    await comeAs(page, here, "demo.county");
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const { errors } = await graphql(
      here,
      `mutation ($event: EventInput!, $footprint: GeoJSONMultiPolygon!) { recordEvent(event: $event, footprint: $footprint) { __typename } }`,
      {
        event: { id, name: "待更正的山洪（测试）", kind: "FLOOD", grade: "IV", startedOn: "2026-10-02" },
        footprint: box(114.4, 26.2, 114.41, 26.21),
      },
      { cookie },
    );
    expect(errors).toBeUndefined();
    const touched = async () => {
      const { data } = await graphql<{
        event: { villagesTouched: number; rowVersion: number; bbox: number[] };
      }>(here, `{ event(code: "${id}") { villagesTouched rowVersion bbox } }`);
      return data.event;
    };
    const before = await touched();
    // The tool of the map hands over what was drawn.
    await page.goto(`${url}/?${VIEW}&w=${WRITTEN}`);
    await page.getByRole("link", { name: events.zh.list.useDrawn }).click();
    await page.waitForURL("**/events?w=*");
    await page.getByText(events.zh.list.drawn).waitFor();
    const card = page.locator(`article[aria-labelledby="event-${id}"]`);
    await card.locator("details.correct-footprint summary").click();
    const text = card.getByLabel(events.zh.list.footprint);
    expect(JSON.parse(await text.inputValue()).coordinates[0][0]).toHaveLength(5);
    await card.getByLabel(events.zh.list.reason).fill("按航拍图重画");
    await card.getByRole("button", { name: events.zh.list.correctSubmit }).click();
    const grown = (await exposure()).counties.length;
    await card
      .getByRole("status")
      .filter({ hasText: events.zh.list.corrected("").slice(0, 3) })
      .waitFor();
    const after = await touched();
    expect(after.bbox).toEqual([114.3, 26.1, 114.6, 26.35]);
    expect(after.rowVersion).toBe(before.rowVersion + 1);
    expect(after.villagesTouched).toBeGreaterThan(before.villagesTouched);
    expect(grown).toBeGreaterThan(0);
    // A file takes its place; one without a polygon is refused before anything is sent.
    const file = (content: object) => ({
      name: "footprint.geojson",
      mimeType: "application/geo+json",
      buffer: Buffer.from(JSON.stringify(content)),
    });
    await card.locator("input[type=file]").setInputFiles(file({ type: "Point", coordinates: [114, 26] }));
    await card.getByText(events.zh.whatIf.badFile).waitFor();
    await card.locator("input[type=file]").setInputFiles(file(box(114.42, 26.22, 114.44, 26.24)));
    await expect.poll(() => text.inputValue()).toContain("114.42");
    await card.getByLabel(events.zh.list.reason).fill("范围画大了");
    await keep(page, "event-correct");
    expect(await faults(page)).toEqual([]);
    await card.getByRole("button", { name: events.zh.list.correctSubmit }).click();
    await expect.poll(async () => (await touched()).rowVersion).toBe(before.rowVersion + 2);
    expect((await touched()).bbox).toEqual([114.42, 26.22, 114.44, 26.24]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("are found by search, and open with their layer on", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/?${VIEW}`, { width: 1280, height: 800 });
    const { page } = session;
    await settled(page);
    await page.getByRole("combobox", { name: zh.search.label }).fill("demo-flood-2026-04");
    const hit = page.getByRole("option").filter({ hasText: zh.search.kinds.EVENT });
    await hit.first().click();
    const panel = page.locator("aside.detail");
    await panel.getByText(events.zh.event.grades.II).waitFor();
    await settled(page);
    expect(new URL(page.url()).searchParams.get("r")).toBe("event:demo-flood-2026-04");
    expect((await rendered(page, "event-fill")).map(({ code }) => code)).toContain("demo-flood-2026-04");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("show a settlement with its lines, occupancy and nearest services, and let the county set an item", {
    timeout: TIMEOUT,
  }, async () => {
    const [own] = await sqlOn<{ code: string; lon: number; lat: number }>(
      atlas?.databaseUrl ?? "",
      "select code, st_x(point) as lon, st_y(point) as lat from atlas.settlements where county_code = '360827' order by code limit 1",
    );
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 860 });
    const { page } = session;
    await comeAs(page, here, "demo.county");
    await page.goto(`${url}/?v=${own?.lon},${own?.lat},9.6&r=settlement:${own?.code}`);
    await settled(page);
    const lines = await rendered(page, "settlement-line");
    expect(lines.some(({ code }) => code === own?.code)).toBe(true);
    expect(await shareDrawn(page, ["settlement-line"])).toBeGreaterThan(0.0005);
    const panel = page.locator("aside.detail");
    for (const title of [
      events.zh.items.title,
      events.zh.occupancy.title,
      events.zh.followUp.title,
      events.zh.reach.title,
    ])
      await panel.getByRole("heading", { name: title }).waitFor();
    const integration = panel.locator("details.checklist").nth(1);
    await integration.locator("summary").click();
    const name = "文体活动";
    const item = integration.locator("li", { hasText: name });
    await item.getByRole("button", { name: new RegExp(events.zh.items.of(name)) }).click();
    const state = item.getByLabel(events.zh.items.state);
    const was = await state.inputValue();
    const next = was === "DONE" ? "OPEN" : "DONE";
    await state.selectOption(next);
    await keep(page, "settlement-item");
    await item.getByRole("button", { name: events.zh.items.save }).click();
    await integration.locator(`li[data-state=${next}]`, { hasText: name }).waitFor();
    expect(await faults(page)).toEqual([]);
    await item.getByRole("button", { name: new RegExp(events.zh.items.of(name)) }).click();
    await state.selectOption(was);
    await item.getByRole("button", { name: events.zh.items.save }).click();
    await integration.locator(`li[data-state=${was}]`, { hasText: name }).waitFor();
    await keep(page, "settlement");

    // A survey of the third quarter, with what it says already to be corrected; the panel follows at once.
    const o = events.zh.occupancy;
    const section = panel.locator("section").filter({ has: page.getByRole("heading", { name: o.title }) });
    await section.getByRole("button", { name: o.record }).click();
    await section.getByLabel(o.surveyedOn).fill("2026-08-15");
    await section
      .getByText(/2026Q3/)
      .first()
      .waitFor();
    await section.getByLabel(o.dwellings).fill("400");
    await section.getByLabel(o.occupied).fill("401");
    await section.getByLabel(o.returned).fill("7");
    await section.getByLabel(o.sinceWhen).fill("");
    await section.getByRole("button", { name: o.save }).click();
    await section.getByText(/居住 0 至 400 套（收到 400、401）/).waitFor();
    await section.getByLabel(o.occupied).fill("350");
    await keep(page, "settlement-survey");
    expect(await faults(page)).toEqual([]);
    await section.getByRole("button", { name: o.save }).click();
    await section.getByRole("button", { name: o.record }).waitFor();
    await section.locator("summary").click();
    const row = section.locator("tbody tr", { hasText: "2026Q3" });
    expect(await row.locator("td").allInnerTexts()).toEqual(["12.5%", "7"]);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("fit a phone", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/?${VIEW}&w=${WRITTEN}&theme=dark`, {
      width: 360,
      height: 740,
    });
    const { page } = session;
    await page.locator("aside.what-if .hero-figures").waitFor({ timeout: 120_000 });
    await settled(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    expect(await faults(page)).toEqual([]);
    await keep(page, "what-if-phone");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
