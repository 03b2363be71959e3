import { useSpeech } from "../i18n/language.ts";
import { Fold } from "../work/fields.tsx";
import { WideTable } from "../work/WideTable.tsx";
import type { Usage as Used } from "./documents.ts";

/** What a key used in thirty days: by day with a bar of its cost, by operation, and what of it is deprecated. */
export function Usage({ usage }: { readonly usage: Used }) {
  const { partners, number } = useSpeech();
  const words = partners.usage;
  const most = Math.max(1, ...usage.days.map(({ cost }) => cost));
  return (
    <Fold title={words.title(number(usage.total.requests), number(usage.total.cost))}>
      {usage.days.length === 0 ? <p className="work-hint">{words.none}</p> : null}
      {usage.days.length > 0 ? (
        <WideTable>
          <table>
            <caption>{words.byDay}</caption>
            <thead>
              <tr>
                <th scope="col">{words.day}</th>
                <th scope="col">{words.requests}</th>
                <th scope="col">{words.refused}</th>
                <th scope="col">{words.limited}</th>
                <th scope="col">{words.failed}</th>
                <th scope="col">{words.cost}</th>
              </tr>
            </thead>
            <tbody>
              {usage.days.map((day) => (
                <tr key={day.day}>
                  <th scope="row">{day.day}</th>
                  <td>{number(day.requests)}</td>
                  <td>{number(day.refused)}</td>
                  <td>{number(day.limited)}</td>
                  <td>{number(day.failed)}</td>
                  <td className="partner-cost">
                    <span aria-hidden="true" style={{ width: `${(100 * day.cost) / most}%` }} />
                    {number(day.cost)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
      {usage.operations.length > 0 ? (
        <WideTable>
          <table>
            <caption>{words.byOperation}</caption>
            <thead>
              <tr>
                <th scope="col">{words.operation}</th>
                <th scope="col">{words.requests}</th>
                <th scope="col">{words.cost}</th>
              </tr>
            </thead>
            <tbody>
              {usage.operations.slice(0, 20).map((each) => (
                <tr key={`${each.operation} ${each.hash}`}>
                  <th scope="row">{each.operation || <code>{each.hash}</code>}</th>
                  <td>{number(each.requests)}</td>
                  <td>{number(each.cost)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
      {usage.deprecated.length > 0 ? (
        <p>
          {words.deprecated}{" "}
          {usage.deprecated
            .map(({ element, requests }) => `${element} (${number(requests)})`)
            .join(partners.comma)}
        </p>
      ) : null}
    </Fold>
  );
}
