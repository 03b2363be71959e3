import type { KeyingConfig } from "@urql/exchange-graphcache";

export const exportKeys: KeyingConfig = { ExportConnection: () => null };
