/** A cluster is named by the region whose scan found it and its rank there: `360827-1`, `luoxiao-2`. */
export const clusterCode = (region: string, rank: number) => `${region}-${rank}`;

export const regionOfCluster = (code: string) => code.slice(0, Math.max(0, code.lastIndexOf("-")));

export const rankOfCluster = (code: string) => Number(code.slice(code.lastIndexOf("-") + 1));
