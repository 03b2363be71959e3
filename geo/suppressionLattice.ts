/**
 * The lattice a table is published over: a hierarchy (village ⊂ township ⊂ county ⊂ province) and areas, which are sets of
 * its places and need not nest. Areas are brought into one tree by "shares": the children of one place that lie in the
 * same areas form a share of it. Every total of an area is a sum of shares, so a table that is safe against somebody who
 * knows the shares is safe against somebody who knows the areas; and bounds in a tree are exact.
 */

export interface Hierarchy {
  /** Places, each once, in any order; those without a parent are the tops. */
  readonly places: readonly { readonly id: string; readonly parent: string | null }[];
  /** Sets of places of any level, none inside another of the same area. */
  readonly areas: readonly { readonly id: string; readonly members: readonly string[] }[];
}

export interface LatticeNode {
  /** The place's id; null for a share and for the root above the tops, which are never published. */
  readonly id: string | null;
  readonly parent: number;
  readonly children: number[];
  /** Indices of the areas the share is part of; empty for places. */
  readonly areas: readonly number[];
}

export interface Lattice {
  /** The root first, every parent before its children. */
  readonly nodes: readonly LatticeNode[];
  readonly areas: readonly LatticeArea[];
}

export interface LatticeArea {
  readonly id: string;
  readonly shares: readonly number[];
  /** Nodes with a share of the area somewhere below them, the root among them. */
  readonly around: ReadonlySet<number>;
}

/**
 * @throws RangeError for an id that comes twice, a parent or member that is no place, a circle, or an area that holds a
 * place and one inside it.
 */
export function latticeOf({ places, areas }: Hierarchy): Lattice {
  const children = new Map<string | null, string[]>([[null, []]]);
  for (const { id } of places) {
    if (children.has(id) || areas.some((area) => area.id === id))
      throw new RangeError(`latticeOf: ${id} comes twice; give every place and area its own id.`);
    children.set(id, []);
  }
  for (const { id, parent } of places) {
    const siblings = children.get(parent);
    if (siblings === undefined)
      throw new RangeError(`latticeOf: ${id} lies in ${parent}, which is no place; list it too.`);
    siblings.push(id);
  }
  const areasOf = areasByPlace(children, areas);

  const nodes: LatticeNode[] = [];
  const add = (id: string | null, parent: number, inAreas: readonly number[]) => {
    nodes.push({ id, parent, children: [], areas: inAreas });
    nodes[parent]?.children.push(nodes.length - 1);
    return nodes.length - 1;
  };
  nodes.push({ id: null, parent: -1, children: [], areas: [] });
  const waiting: [place: string | null, node: number][] = [[null, 0]];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [place, node] = next;
    const groups = new Map<string, string[]>();
    for (const child of children.get(place) ?? []) {
      const signature = (areasOf.get(child) ?? []).join();
      groups.set(signature, [...(groups.get(signature) ?? []), child]);
    }
    for (const [signature, group] of groups) {
      // Places in no area are a share of their parent too once other shares are known, for then their rest is; but the
      // root's total is no figure, and its rest is unknown.
      const shared = signature !== "" || (groups.size > 1 && place !== null);
      const above = shared ? add(null, node, signature === "" ? [] : signature.split(",").map(Number)) : node;
      for (const child of group) waiting.push([child, add(child, above, [])]);
    }
  }
  const placed = nodes.filter(({ id }) => id !== null).length;
  if (placed !== places.length)
    throw new RangeError(`latticeOf: ${places.length - placed} places lie in a circle; check their parents.`);
  return {
    nodes,
    areas: areas.map(({ id }, index) => {
      const shares = nodes.flatMap((node, at) => (node.areas.includes(index) ? [at] : []));
      const around = new Set<number>();
      for (const share of shares)
        for (let at = nodes[share]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) around.add(at);
      return { id, shares, around };
    }),
  };
}

/** Areas of each place, by index; a place whose children all lie in an area stands for them, so that shares stay few. */
function areasByPlace(
  children: ReadonlyMap<string | null, readonly string[]>,
  areas: Hierarchy["areas"],
): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [index, { id, members }] of areas.entries()) {
    const chosen = new Set(members);
    for (const member of members)
      if (!children.has(member))
        throw new RangeError(`latticeOf: ${member} of the area ${id} is no place; list it too.`);
    const cover = (place: string | null, inside: boolean): string[] => {
      const own = place !== null && chosen.has(place);
      if (own && inside)
        throw new RangeError(
          `latticeOf: the area ${id} holds ${place} twice, by a place around it; drop one.`,
        );
      const below = children.get(place) ?? [];
      const parts = below.map((child) => cover(child, inside || own));
      if (own) return [place];
      const whole = below.length > 0 && parts.every((part, at) => part.length === 1 && part[0] === below[at]);
      return whole && place !== null ? [place] : parts.flat();
    };
    for (const place of cover(null, false)) found.set(place, [...(found.get(place) ?? []), index]);
  }
  return found;
}
