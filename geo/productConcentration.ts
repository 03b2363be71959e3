/**
 * How much of a region's linked households hangs on one product. Shares are of all linked households; those of projects
 * without a product (workshops, solar stations) count in the whole but are no product, each being a business of its own.
 * Index: Herfindahl–Hirschman, the sum of the squared shares (Herfindahl 1950; Rhoades 1993, Federal Reserve Bulletin
 * 79), here over products only, 0 to 1. The threshold is this project's own.
 */
export const CONCENTRATED_FROM = 0.4;

export interface ProductHouseholds {
  /** Code of the product; null for projects without one. */
  readonly commodity: string | null;
  readonly households: number;
}

export interface ProductShare {
  readonly commodity: string;
  readonly households: number;
  readonly share: number;
}

export interface Concentration {
  /** All linked households, with and without a product. */
  readonly households: number;
  readonly withoutProduct: number;
  /** Most households first, then by code. */
  readonly products: readonly ProductShare[];
  /** Null where no household is linked. */
  readonly herfindahl: number | null;
  /** The largest product when its share reaches the threshold. */
  readonly concentratedOn: string | null;
}

/** Adds up households of many places first: shares are never averaged. */
export function productConcentration(rows: readonly ProductHouseholds[]): Concentration {
  const sums = new Map<string, number>();
  let withoutProduct = 0;
  for (const { commodity, households } of rows) {
    if (commodity === null) withoutProduct += households;
    else sums.set(commodity, (sums.get(commodity) ?? 0) + households);
  }
  const households = [...sums.values()].reduce((sum, count) => sum + count, withoutProduct);
  const products = [...sums]
    .map(([commodity, count]) => ({ commodity, households: count, share: count / households }))
    .sort((one, other) => other.households - one.households || (one.commodity < other.commodity ? -1 : 1));
  const [largest] = products;
  return {
    households,
    withoutProduct,
    products,
    herfindahl: households > 0 ? products.reduce((sum, { share }) => sum + share * share, 0) : null,
    concentratedOn: largest && largest.share >= CONCENTRATED_FROM ? largest.commodity : null,
  };
}
