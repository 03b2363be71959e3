// The explorer is a page of its own, built apart: its editor alone is ten times the map page.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

const example = `# 罗霄山区风险最高的行政村及其组成
# The riskiest villages of the Luoxiao Mountains and what makes their scores
query Riskiest($within: String = "luoxiao") {
  villages(within: $within, orderBy: RISK_DESC, first: 5) {
    totalCount
    nodes {
      code
      name
      county { name }
      risk {
        scoreShown
        level
        contributions { label valueShown }
      }
    }
  }
}
`;

const place = document.getElementById("graphiql");
if (place) {
  createRoot(place).render(
    <GraphiQL defaultQuery={example} fetcher={createGraphiQLFetcher({ url: "/graphql" })} />,
  );
}
