import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { HttpError } from "../http.ts";
import { readLanguage, readParameters } from "../publishedDoor.ts";
import { en } from "./en.ts";
import { readExamples } from "./examples.ts";
import { guide, guideContents } from "./guide.ts";
import { address, layout, searchForm, type Writing } from "./layout.ts";
import { typeSection, typesOf, usersByType } from "./reference.ts";
import { searchSection } from "./search.ts";
import type { Limits } from "./words.ts";
import { zh } from "./zh.ts";

const WORDS = { zh, en };

type Asked = FastifyRequest<{ Params: { type: string } }>;

/** GET /docs: how to use the API and what there is, made from the contract; `?q=` finds, /docs/types/{name} tells all of one type. */
export function serveDocs(app: FastifyInstance, schema: GraphQLSchema, limits: Limits): void {
  const examples = readExamples();
  const users = usersByType(schema);
  /** Chinese first, whatever the browser prefers: a page is a document, and its address names one. */
  const writingOf = (lang: string | undefined): Writing => {
    const language = readLanguage(lang, "zh");
    return { language, words: WORDS[language] };
  };
  const contentsOf = (writing: Writing, base: string) =>
    guideContents(writing, writing.words.sections(limits), base);
  const send = (reply: FastifyReply, html: string) =>
    reply.type("text/html; charset=utf-8").header("cache-control", "public, no-cache").send(html);

  app.get("/docs", async (request, reply) => {
    const { lang, q } = readParameters(request.query, ["lang", "q"]);
    const writing = writingOf(lang);
    const text = (q ?? "").trim().slice(0, 100);
    const page =
      text === ""
        ? { here: "/docs", aside: contentsOf(writing, ""), main: guide(writing, limits, examples, schema) }
        : {
            here: `/docs?q=${encodeURIComponent(text)}`,
            aside: contentsOf(writing, address("/docs", writing.language)),
            main: searchSection(text, schema, writing),
          };
    return send(reply, layout(writing, { title: writing.words.title, ...page }));
  });

  app.get("/docs/types/:type", async (request: Asked, reply) => {
    const { lang } = readParameters(request.query, ["lang"]);
    const writing = writingOf(lang);
    const type = typesOf(schema).find(({ name }) => name === request.params.type);
    if (!type) {
      const shown = request.params.type.slice(0, 60);
      throw new HttpError(404, "NOT_FOUND", zh.noType(shown), en.noType(shown));
    }
    return send(
      reply,
      layout(writing, {
        title: type.name,
        here: `/docs/types/${type.name}`,
        aside: contentsOf(writing, address("/docs", writing.language)),
        main: `${searchForm(writing)}${typeSection(type, schema, users.get(type.name) ?? [], writing)}`,
      }),
    );
  });
}
