import { randomUUID } from "node:crypto";
import http from "node:http";
import { graphql } from "./atlas.ts";

const TUS = { "tus-resumable": "1.0.0" };
type Headers = Record<string, string>;

const JOB = /* GraphQL */ `
  id state dataset phase rows handle hasFile hasErrorFile rowVersion crs swapAxes
  probe {
    format encoding layers headers declaredCrs places sample
    detected { crs swapAxes isCertain message }
    datasets { name missing mapping { key header } }
    saved { dataset isMine crs swapAxes mapping { key header } }
  }
  report { rows badRows problemCount problems { row column code value message } counts { key count } }
  refusal { code message proposedCrs proposedSwapAxes }`;

export interface Job {
  id: string;
  state: string;
  phase: string | null;
  rows: number;
  handle: string | null;
  hasFile: boolean;
  hasErrorFile: boolean;
  rowVersion: number;
  probe: {
    format: string;
    encoding: string;
    headers: string[];
    places: number;
    sample: string[][];
    detected: { crs: string; swapAxes: boolean; isCertain: boolean };
    datasets: { name: string; missing: string[]; mapping: { key: string; header: string }[] }[];
    saved: { dataset: string; isMine: boolean; mapping: { key: string; header: string }[] } | null;
  } | null;
  report: {
    rows: number;
    badRows: number;
    problemCount: number;
    problems: { row: number; column: string; code: string; value: string }[];
    counts: { key: string; count: number }[] | null;
  } | null;
  refusal: { code: string; message: string; proposedCrs: string; proposedSwapAxes: boolean } | null;
}

/** A program that imports files as one person. */
export class ImportClient {
  constructor(
    public url: string,
    readonly headers: Headers,
  ) {}

  announce(id: string, name: string, bytes: number | string, more: Headers = {}): Promise<Response> {
    const value = (text: string) => Buffer.from(text).toString("base64");
    return fetch(`${this.url}/imports/files`, {
      method: "POST",
      headers: {
        ...this.headers,
        ...TUS,
        "upload-length": String(bytes),
        "upload-metadata": `id ${value(id)},filename ${value(name)}`,
        ...more,
      },
    });
  }

  piece(id: string, from: number, bytes: Buffer): Promise<Response> {
    return fetch(`${this.url}/imports/files/${id}`, {
      method: "PATCH",
      headers: {
        ...this.headers,
        ...TUS,
        "content-type": "application/offset+octet-stream",
        "upload-offset": String(from),
      },
      body: new Uint8Array(bytes),
    });
  }

  /** Announces more than it sends, and breaks the connection once that has come. */
  async brokenPiece(id: string, bytes: Buffer, announced: number): Promise<void> {
    const request = http.request(`${this.url}/imports/files/${id}`, {
      method: "PATCH",
      headers: {
        ...this.headers,
        ...TUS,
        "content-type": "application/offset+octet-stream",
        "upload-offset": "0",
        "content-length": String(announced),
      },
    });
    const closed = new Promise<void>((resolve) => request.on("close", () => resolve()));
    request.on("error", () => {});
    request.write(bytes);
    while ((await this.offset(id)) < bytes.length);
    request.destroy();
    await closed;
  }

  async offset(id: string): Promise<number> {
    const answer = await fetch(`${this.url}/imports/files/${id}`, { method: "HEAD", headers: this.headers });
    return Number(answer.headers.get("upload-offset") ?? Number.NaN);
  }

  get(id: string, what: string, more: Headers = {}): Promise<Response> {
    return fetch(`${this.url}/imports/files/${id}/${what}`, { headers: { ...this.headers, ...more } });
  }

  remove(id: string): Promise<Response> {
    return fetch(`${this.url}/imports/files/${id}`, {
      method: "DELETE",
      headers: { ...this.headers, ...TUS },
    });
  }

  async job(id: string, fields = JOB): Promise<Job | null> {
    const query = `query ($id: ID!) { importJob(id: $id) { ${fields} } }`;
    const { data, errors } = await graphql<{ importJob: Job | null }>(this.url, query, { id }, this.headers);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.importJob;
  }

  /** Waits until nothing is under way. */
  async settled(id: string): Promise<Job> {
    for (;;) {
      // The embedded database answers nobody while an import writes: what is asked then is asked again.
      const job = await this.job(id, "state").catch((error: Error) => {
        if (!error.message.includes("INTERNAL")) throw error;
        return { state: "RUNNING" };
      });
      if (!job) throw new Error(`there is no import ${id}`);
      if (!["UPLOADING", "UPLOADED", "QUEUED", "RUNNING"].includes(job.state)) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const job = await this.job(id);
    if (!job) throw new Error(`there is no import ${id} any more`);
    return job;
  }

  /** Uploads a file whole and waits until it was looked into. */
  async upload(name: string, bytes: Buffer): Promise<Job> {
    const id = randomUUID();
    const announced = await this.announce(id, name, bytes.length);
    if (announced.status !== 201) throw new Error(await announced.text());
    const sent = await this.piece(id, 0, bytes);
    if (sent.status !== 204) throw new Error(await sent.text());
    return this.settled(id);
  }

  async start(job: Pick<Job, "id" | "rowVersion">, more: Record<string, unknown> = {}) {
    const { data, errors } = await graphql<{
      startImport: Job & { __typename: string; code: string; message: string };
    }>(
      this.url,
      `mutation ($id: ID!, $rowVersion: Int!, $dataset: String!, $layer: String, $crs: String, $swapAxes: Boolean,
         $mapping: [MatchedColumnInput!], $mode: ImportMode, $dryRun: Boolean) {
         startImport(id: $id, rowVersion: $rowVersion, dataset: $dataset, layer: $layer, crs: $crs, swapAxes: $swapAxes,
           mapping: $mapping, mode: $mode, dryRun: $dryRun) {
           __typename ... on ImportJob { id state rowVersion handle } ... on Refused { code message } } }`,
      { id: job.id, rowVersion: job.rowVersion, dataset: "villages", ...more },
      this.headers,
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.startImport;
  }

  async cancel(id: string): Promise<string> {
    const { data } = await graphql<{ cancelImport: { state: string } }>(
      this.url,
      "mutation ($id: ID!) { cancelImport(id: $id) { ... on ImportJob { state } } }",
      { id },
      this.headers,
    );
    return data.cancelImport.state;
  }

  /** Runs it, or tries it, to its end. */
  async run(job: Pick<Job, "id" | "rowVersion">, more: Record<string, unknown> = {}): Promise<Job> {
    const started = await this.start(job, more);
    if (started.__typename !== "ImportJob") throw new Error(JSON.stringify(started));
    return this.settled(job.id);
  }
}
