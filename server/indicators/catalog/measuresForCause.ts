import { figureOfCause, matchedWith, openWith } from "../../../geo/dispatchCauses.ts";
import { CAUSES, type Cause } from "../../../geo/measures.ts";
import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

/** One indicator for each cause: what the shares of different causes mean is the same, and they are read side by side. */
export function measuresForCause(cause: Cause): IndicatorDefinition {
  const { zh, en } = CAUSES[cause];
  const [open, matched] = [openWith(cause), matchedWith(cause)];
  const share = dispatchRatio(matched, open);
  return {
    key: figureOfCause(cause),
    zh: `措施对因占比：${zh}`,
    en: `Share with a matching measure: ${en}`,
    family: "DISPATCH",
    unit: "SHARE",
    direction: "LOWER_IS_WORSE",
    formula: {
      zh: `其中有对应在用措施的户数 ÷ 季末监测户中致因“${zh}”未消除的户数；一户可有多个致因`,
      en: `Those with a measure in force that answers it / households watched at the end of the quarter with the cause “${en}” open; a household may have several`,
    },
    source: SOURCES.QUARTERLY_DISPATCH,
    methodVersion: "dispatch-3",
    goalposts: null,
    // Without anybody who told of causes there is no figure; an empty one says that it is hidden.
    of: (region) =>
      region.hidden.has(matched) || region.dispatches.some((its) => its[open] !== undefined)
        ? share(region)
        : null,
  };
}
