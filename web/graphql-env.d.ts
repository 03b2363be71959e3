/* eslint-disable */
/* prettier-ignore */

export type introspection_types = {
  About: {
    kind: "OBJECT";
    name: "About";
    fields: {
      dataCutOff: { name: "dataCutOff"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      demoSize: { name: "demoSize"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      latestPeriod: { name: "latestPeriod"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      mapReviewNumber: { name: "mapReviewNumber"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      methodVersion: {
        name: "methodVersion";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      periods: {
        name: "periods";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "SCALAR"; name: "String"; ofType: null };
            };
          };
        };
      };
      sources: {
        name: "sources";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "DataSource"; ofType: null };
            };
          };
        };
      };
      villages: {
        name: "villages";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  BenefitMechanism: {
    name: "BenefitMechanism";
    enumValues:
      | "EMPLOYMENT"
      | "DIVIDEND"
      | "CONTRACT_FARMING"
      | "LAND_RENT"
      | "ENTRUSTED_FARMING"
      | "SHARE_COOPERATION";
  };
  Boolean: unknown;
  Commodity: {
    kind: "OBJECT";
    name: "Commodity";
    fields: {
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      prices: {
        name: "prices";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "CommodityPrice"; ofType: null };
            };
          };
        };
      };
      unit: {
        name: "unit";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
    };
  };
  CommodityPrice: {
    kind: "OBJECT";
    name: "CommodityPrice";
    fields: {
      period: {
        name: "period";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      price: {
        name: "price";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
    };
  };
  ConstraintKind: { name: "ConstraintKind"; enumValues: "FARMLAND" | "WATER_SOURCE" | "ECOLOGY" };
  ConstraintShare: {
    kind: "OBJECT";
    name: "ConstraintShare";
    fields: {
      kind: {
        name: "kind";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "ENUM"; name: "ConstraintKind"; ofType: null };
        };
      };
      share: {
        name: "share";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
    };
  };
  Contribution: {
    kind: "OBJECT";
    name: "Contribution";
    fields: {
      imputed: {
        name: "imputed";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      key: {
        name: "key";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      label: {
        name: "label";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      subscore: { name: "subscore"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      value: {
        name: "value";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      valueShown: {
        name: "valueShown";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      weight: {
        name: "weight";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
    };
  };
  CountMode: { name: "CountMode"; enumValues: "EXACT" | "ESTIMATE" };
  DataSource: {
    kind: "OBJECT";
    name: "DataSource";
    fields: {
      credit: {
        name: "credit";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      fileName: { name: "fileName"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      key: {
        name: "key";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      licence: { name: "licence"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      recordedAt: {
        name: "recordedAt";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      sha256: { name: "sha256"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
    };
  };
  Dividend: {
    kind: "OBJECT";
    name: "Dividend";
    fields: {
      paid: {
        name: "paid";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      promised: {
        name: "promised";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      year: {
        name: "year";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  Enclave: {
    kind: "OBJECT";
    name: "Enclave";
    fields: {
      beneficiaryHouseholds: {
        name: "beneficiaryHouseholds";
        type: { kind: "SCALAR"; name: "Int"; ofType: null };
      };
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      dividendGap: {
        name: "dividendGap";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      dividends: {
        name: "dividends";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Dividend"; ofType: null };
            };
          };
        };
      };
      flows: { name: "flows"; type: { kind: "SCALAR"; name: "GeoJSONMultiLineString"; ofType: null } };
      host: {
        name: "host";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
      investors: {
        name: "investors";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "EnclaveInvestor"; ofType: null };
            };
          };
        };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      operator: { name: "operator"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      principal: {
        name: "principal";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      sector: { name: "sector"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      site: { name: "site"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      startedOn: { name: "startedOn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
    };
  };
  EnclaveConnection: {
    kind: "OBJECT";
    name: "EnclaveConnection";
    fields: {
      edges: {
        name: "edges";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "EnclaveEdge"; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Enclave"; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: "pageInfo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "PageInfo"; ofType: null } };
      };
      totalCount: {
        name: "totalCount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  EnclaveEdge: {
    kind: "OBJECT";
    name: "EnclaveEdge";
    fields: {
      cursor: {
        name: "cursor";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      node: {
        name: "node";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Enclave"; ofType: null } };
      };
    };
  };
  EnclaveFilter: {
    kind: "INPUT_OBJECT";
    name: "EnclaveFilter";
    isOneOf: false;
    inputFields: [
      { name: "inArrears"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
      { name: "isDemo"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
    ];
  };
  EnclaveInvestor: {
    kind: "OBJECT";
    name: "EnclaveInvestor";
    fields: {
      amount: {
        name: "amount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      share: {
        name: "share";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      village: {
        name: "village";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Village"; ofType: null } };
      };
    };
  };
  Float: unknown;
  GeoJSONMultiLineString: unknown;
  GeoJSONMultiPolygon: unknown;
  GeoJSONPoint: unknown;
  GeoJSONPolygon: unknown;
  ID: unknown;
  IndustryProject: {
    kind: "OBJECT";
    name: "IndustryProject";
    fields: {
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      commodity: { name: "commodity"; type: { kind: "OBJECT"; name: "Commodity"; ofType: null } };
      county: {
        name: "county";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      distanceM: { name: "distanceM"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
      investment: {
        name: "investment";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Money"; ofType: null } };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      kind: {
        name: "kind";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "ProjectKind"; ofType: null } };
      };
      linkedHouseholds: {
        name: "linkedHouseholds";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      links: {
        name: "links";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "ProjectLink"; ofType: null };
            };
          };
        };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      site: { name: "site"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      status: {
        name: "status";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "ENUM"; name: "ProjectStatus"; ofType: null };
        };
      };
      statusReason: { name: "statusReason"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      statusSince: { name: "statusSince"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      village: { name: "village"; type: { kind: "OBJECT"; name: "Village"; ofType: null } };
    };
  };
  IndustryProjectConnection: {
    kind: "OBJECT";
    name: "IndustryProjectConnection";
    fields: {
      edges: {
        name: "edges";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "IndustryProjectEdge"; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "IndustryProject"; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: "pageInfo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "PageInfo"; ofType: null } };
      };
      totalCount: {
        name: "totalCount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  IndustryProjectEdge: {
    kind: "OBJECT";
    name: "IndustryProjectEdge";
    fields: {
      cursor: {
        name: "cursor";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      node: {
        name: "node";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "IndustryProject"; ofType: null };
        };
      };
    };
  };
  IndustryProjectFilter: {
    kind: "INPUT_OBJECT";
    name: "IndustryProjectFilter";
    isOneOf: false;
    inputFields: [
      {
        name: "kinds";
        type: {
          kind: "LIST";
          name: never;
          ofType: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "ENUM"; name: "ProjectKind"; ofType: null };
          };
        };
        defaultValue: null;
      },
      {
        name: "status";
        type: {
          kind: "LIST";
          name: never;
          ofType: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "ENUM"; name: "ProjectStatus"; ofType: null };
          };
        };
        defaultValue: null;
      },
      { name: "commodity"; type: { kind: "SCALAR"; name: "String"; ofType: null }; defaultValue: null },
      { name: "isDemo"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
    ];
  };
  Int: unknown;
  LevelCount: {
    kind: "OBJECT";
    name: "LevelCount";
    fields: {
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      level: {
        name: "level";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "WarningLevel"; ofType: null } };
      };
      villages: {
        name: "villages";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  MappedKind: { name: "MappedKind"; enumValues: "REGION" | "VILLAGE" | "SETTLEMENT" | "PROJECT" | "ENCLAVE" };
  Membership: {
    kind: "OBJECT";
    name: "Membership";
    fields: {
      area: {
        name: "area";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      county: {
        name: "county";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      from: {
        name: "from";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      to: { name: "to"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
    };
  };
  Money: unknown;
  NearInput: {
    kind: "INPUT_OBJECT";
    name: "NearInput";
    isOneOf: false;
    inputFields: [
      {
        name: "lon";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        defaultValue: null;
      },
      {
        name: "lat";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        defaultValue: null;
      },
      {
        name: "radiusM";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        defaultValue: null;
      },
    ];
  };
  Node: {
    kind: "INTERFACE";
    name: "Node";
    fields: {
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
    };
    possibleTypes: "Enclave" | "IndustryProject" | "Region" | "Settlement" | "Village";
  };
  PageInfo: {
    kind: "OBJECT";
    name: "PageInfo";
    fields: {
      endCursor: { name: "endCursor"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      hasNextPage: {
        name: "hasNextPage";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      hasPreviousPage: {
        name: "hasPreviousPage";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      startCursor: { name: "startCursor"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
    };
  };
  ProjectKind: {
    name: "ProjectKind";
    enumValues: "FARM" | "WORKSHOP" | "PROCESSING" | "TOURISM" | "ECOMMERCE" | "PHOTOVOLTAIC";
  };
  ProjectLink: {
    kind: "OBJECT";
    name: "ProjectLink";
    fields: {
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      mechanism: {
        name: "mechanism";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "ENUM"; name: "BenefitMechanism"; ofType: null };
        };
      };
      village: {
        name: "village";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Village"; ofType: null } };
      };
    };
  };
  ProjectStatus: {
    name: "ProjectStatus";
    enumValues: "PLANNED" | "BUILDING" | "OPERATING" | "AT_RISK" | "STOPPED" | "FAILED" | "CLOSED";
  };
  Provenance: {
    kind: "OBJECT";
    name: "Provenance";
    fields: {
      computedAt: {
        name: "computedAt";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      dataCutOff: {
        name: "dataCutOff";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      sources: {
        name: "sources";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "DataSource"; ofType: null };
            };
          };
        };
      };
    };
  };
  Query: {
    kind: "OBJECT";
    name: "Query";
    fields: {
      about: {
        name: "about";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "About"; ofType: null } };
      };
      enclave: { name: "enclave"; type: { kind: "OBJECT"; name: "Enclave"; ofType: null } };
      enclaves: {
        name: "enclaves";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "EnclaveConnection"; ofType: null };
        };
      };
      industryProject: {
        name: "industryProject";
        type: { kind: "OBJECT"; name: "IndustryProject"; ofType: null };
      };
      industryProjects: {
        name: "industryProjects";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "IndustryProjectConnection"; ofType: null };
        };
      };
      node: { name: "node"; type: { kind: "INTERFACE"; name: "Node"; ofType: null } };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "LIST"; name: never; ofType: { kind: "INTERFACE"; name: "Node"; ofType: null } };
        };
      };
      region: { name: "region"; type: { kind: "OBJECT"; name: "Region"; ofType: null } };
      regionRisks: {
        name: "regionRisks";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "RegionRiskValue"; ofType: null };
            };
          };
        };
      };
      regions: {
        name: "regions";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "RegionConnection"; ofType: null };
        };
      };
      search: {
        name: "search";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "SearchHit"; ofType: null };
            };
          };
        };
      };
      settlement: { name: "settlement"; type: { kind: "OBJECT"; name: "Settlement"; ofType: null } };
      settlements: {
        name: "settlements";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "SettlementConnection"; ofType: null };
        };
      };
      village: { name: "village"; type: { kind: "OBJECT"; name: "Village"; ofType: null } };
      villages: {
        name: "villages";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "VillageConnection"; ofType: null };
        };
      };
    };
  };
  Region: {
    kind: "OBJECT";
    name: "Region";
    fields: {
      areas: {
        name: "areas";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Region"; ofType: null };
            };
          };
        };
      };
      bbox: {
        name: "bbox";
        type: {
          kind: "LIST";
          name: never;
          ofType: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        };
      };
      center: { name: "center"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      children: {
        name: "children";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "RegionConnection"; ofType: null };
        };
      };
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      kind: {
        name: "kind";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "RegionKind"; ofType: null } };
      };
      leadMinistry: { name: "leadMinistry"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      members: {
        name: "members";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Region"; ofType: null };
            };
          };
        };
      };
      memberships: {
        name: "memberships";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Membership"; ofType: null };
            };
          };
        };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      outline: { name: "outline"; type: { kind: "SCALAR"; name: "GeoJSONMultiPolygon"; ofType: null } };
      parent: { name: "parent"; type: { kind: "OBJECT"; name: "Region"; ofType: null } };
      province: { name: "province"; type: { kind: "OBJECT"; name: "Region"; ofType: null } };
      risk: { name: "risk"; type: { kind: "OBJECT"; name: "RegionRisk"; ofType: null } };
      riskSeries: {
        name: "riskSeries";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "RegionRisk"; ofType: null };
            };
          };
        };
      };
      villages: {
        name: "villages";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "VillageConnection"; ofType: null };
        };
      };
    };
  };
  RegionConnection: {
    kind: "OBJECT";
    name: "RegionConnection";
    fields: {
      edges: {
        name: "edges";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "RegionEdge"; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Region"; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: "pageInfo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "PageInfo"; ofType: null } };
      };
      totalCount: {
        name: "totalCount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  RegionEdge: {
    kind: "OBJECT";
    name: "RegionEdge";
    fields: {
      cursor: {
        name: "cursor";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      node: {
        name: "node";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
    };
  };
  RegionKind: { name: "RegionKind"; enumValues: "PROVINCE" | "PREFECTURE" | "COUNTY" | "TOWNSHIP" | "AREA" };
  RegionRisk: {
    kind: "OBJECT";
    name: "RegionRisk";
    fields: {
      contributions: {
        name: "contributions";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Contribution"; ofType: null };
            };
          };
        };
      };
      coverage: {
        name: "coverage";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      level: { name: "level"; type: { kind: "ENUM"; name: "WarningLevel"; ofType: null } };
      levels: {
        name: "levels";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "LevelCount"; ofType: null };
            };
          };
        };
      };
      methodVersion: {
        name: "methodVersion";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      period: {
        name: "period";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      provenance: {
        name: "provenance";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Provenance"; ofType: null } };
      };
      score: { name: "score"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      scoreShown: { name: "scoreShown"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      status: {
        name: "status";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "RiskStatus"; ofType: null } };
      };
      villages: {
        name: "villages";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  RegionRiskValue: {
    kind: "OBJECT";
    name: "RegionRiskValue";
    fields: {
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      coverage: {
        name: "coverage";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      featureId: {
        name: "featureId";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      level: { name: "level"; type: { kind: "ENUM"; name: "WarningLevel"; ofType: null } };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      score: { name: "score"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      scoreShown: { name: "scoreShown"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      status: {
        name: "status";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "RiskStatus"; ofType: null } };
      };
      villages: {
        name: "villages";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  RiskStatus: { name: "RiskStatus"; enumValues: "OK" | "PARTIAL" | "INSUFFICIENT" };
  SearchHit: {
    kind: "OBJECT";
    name: "SearchHit";
    fields: {
      bbox: {
        name: "bbox";
        type: {
          kind: "LIST";
          name: never;
          ofType: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        };
      };
      center: { name: "center"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      kind: {
        name: "kind";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "MappedKind"; ofType: null } };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      node: { name: "node"; type: { kind: "INTERFACE"; name: "Node"; ofType: null } };
      place: {
        name: "place";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      regionKind: { name: "regionKind"; type: { kind: "ENUM"; name: "RegionKind"; ofType: null } };
    };
  };
  Settlement: {
    kind: "OBJECT";
    name: "Settlement";
    fields: {
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      county: {
        name: "county";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      distanceM: { name: "distanceM"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      employed: {
        name: "employed";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      employmentRate: { name: "employmentRate"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      hasClinic: {
        name: "hasClinic";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      hasCommunityCentre: {
        name: "hasCommunityCentre";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      hasSchool: {
        name: "hasSchool";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      householdsWithLabour: {
        name: "householdsWithLabour";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
      integrationItemsOpen: {
        name: "integrationItemsOpen";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      integrationItemsTotal: {
        name: "integrationItemsTotal";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      labourForce: {
        name: "labourForce";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      openedOn: { name: "openedOn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      origins: {
        name: "origins";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "SettlementOrigin"; ofType: null };
            };
          };
        };
      };
      outline: { name: "outline"; type: { kind: "SCALAR"; name: "GeoJSONMultiPolygon"; ofType: null } };
      projectsWithin: {
        name: "projectsWithin";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "IndustryProject"; ofType: null };
            };
          };
        };
      };
      residents: {
        name: "residents";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      site: { name: "site"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      size: {
        name: "size";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "ENUM"; name: "SettlementSize"; ofType: null };
        };
      };
      zeroEmploymentHouseholds: {
        name: "zeroEmploymentHouseholds";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  SettlementConnection: {
    kind: "OBJECT";
    name: "SettlementConnection";
    fields: {
      edges: {
        name: "edges";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "SettlementEdge"; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Settlement"; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: "pageInfo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "PageInfo"; ofType: null } };
      };
      totalCount: {
        name: "totalCount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  SettlementEdge: {
    kind: "OBJECT";
    name: "SettlementEdge";
    fields: {
      cursor: {
        name: "cursor";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      node: {
        name: "node";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Settlement"; ofType: null } };
      };
    };
  };
  SettlementFilter: {
    kind: "INPUT_OBJECT";
    name: "SettlementFilter";
    isOneOf: false;
    inputFields: [
      {
        name: "sizes";
        type: {
          kind: "LIST";
          name: never;
          ofType: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "ENUM"; name: "SettlementSize"; ofType: null };
          };
        };
        defaultValue: null;
      },
      {
        name: "hasZeroEmployment";
        type: { kind: "SCALAR"; name: "Boolean"; ofType: null };
        defaultValue: null;
      },
      { name: "isDemo"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
    ];
  };
  SettlementOrigin: {
    kind: "OBJECT";
    name: "SettlementOrigin";
    fields: {
      households: {
        name: "households";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      people: {
        name: "people";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      village: {
        name: "village";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Village"; ofType: null } };
      };
    };
  };
  SettlementSize: { name: "SettlementSize"; enumValues: "SMALL" | "MEDIUM" | "LARGE" | "EXTRA_LARGE" };
  String: unknown;
  Village: {
    kind: "OBJECT";
    name: "Village";
    fields: {
      center: { name: "center"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null } };
      code: {
        name: "code";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      collectiveIncome: { name: "collectiveIncome"; type: { kind: "SCALAR"; name: "Money"; ofType: null } };
      constraints: {
        name: "constraints";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "ConstraintShare"; ofType: null };
            };
          };
        };
      };
      county: {
        name: "county";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
      distanceM: { name: "distanceM"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      enclaves: {
        name: "enclaves";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "EnclaveConnection"; ofType: null };
        };
      };
      facts: {
        name: "facts";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "VillageFact"; ofType: null };
            };
          };
        };
      };
      households: { name: "households"; type: { kind: "SCALAR"; name: "Int"; ofType: null } };
      id: {
        name: "id";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "ID"; ofType: null } };
      };
      isDemo: {
        name: "isDemo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      };
      labourForce: { name: "labourForce"; type: { kind: "SCALAR"; name: "Int"; ofType: null } };
      leftPovertyOn: { name: "leftPovertyOn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      migrantWorkers: { name: "migrantWorkers"; type: { kind: "SCALAR"; name: "Int"; ofType: null } };
      name: {
        name: "name";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      nameEn: { name: "nameEn"; type: { kind: "SCALAR"; name: "String"; ofType: null } };
      outline: { name: "outline"; type: { kind: "SCALAR"; name: "GeoJSONMultiPolygon"; ofType: null } };
      perCapitaIncome: { name: "perCapitaIncome"; type: { kind: "SCALAR"; name: "Money"; ofType: null } };
      poorVillage: { name: "poorVillage"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null } };
      population: { name: "population"; type: { kind: "SCALAR"; name: "Int"; ofType: null } };
      projects: {
        name: "projects";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: { kind: "OBJECT"; name: "IndustryProjectConnection"; ofType: null };
        };
      };
      projectsWithin: {
        name: "projectsWithin";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "IndustryProject"; ofType: null };
            };
          };
        };
      };
      risk: { name: "risk"; type: { kind: "OBJECT"; name: "VillageRisk"; ofType: null } };
      riskSeries: {
        name: "riskSeries";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "VillageRisk"; ofType: null };
            };
          };
        };
      };
      settlementsWithin: {
        name: "settlementsWithin";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Settlement"; ofType: null };
            };
          };
        };
      };
      township: {
        name: "township";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Region"; ofType: null } };
      };
    };
  };
  VillageConnection: {
    kind: "OBJECT";
    name: "VillageConnection";
    fields: {
      edges: {
        name: "edges";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "VillageEdge"; ofType: null };
            };
          };
        };
      };
      nodes: {
        name: "nodes";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Village"; ofType: null };
            };
          };
        };
      };
      pageInfo: {
        name: "pageInfo";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "PageInfo"; ofType: null } };
      };
      totalCount: {
        name: "totalCount";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
    };
  };
  VillageEdge: {
    kind: "OBJECT";
    name: "VillageEdge";
    fields: {
      cursor: {
        name: "cursor";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      node: {
        name: "node";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Village"; ofType: null } };
      };
    };
  };
  VillageFact: {
    kind: "OBJECT";
    name: "VillageFact";
    fields: {
      denominator: { name: "denominator"; type: { kind: "SCALAR"; name: "Int"; ofType: null } };
      key: {
        name: "key";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      label: {
        name: "label";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      numerator: { name: "numerator"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      period: {
        name: "period";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      rate: { name: "rate"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      revision: {
        name: "revision";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Int"; ofType: null } };
      };
      source: { name: "source"; type: { kind: "OBJECT"; name: "DataSource"; ofType: null } };
    };
  };
  VillageFilter: {
    kind: "INPUT_OBJECT";
    name: "VillageFilter";
    isOneOf: false;
    inputFields: [
      {
        name: "levels";
        type: {
          kind: "LIST";
          name: never;
          ofType: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "ENUM"; name: "WarningLevel"; ofType: null };
          };
        };
        defaultValue: null;
      },
      {
        name: "status";
        type: {
          kind: "LIST";
          name: never;
          ofType: {
            kind: "NON_NULL";
            name: never;
            ofType: { kind: "ENUM"; name: "RiskStatus"; ofType: null };
          };
        };
        defaultValue: null;
      },
      { name: "minScore"; type: { kind: "SCALAR"; name: "Float"; ofType: null }; defaultValue: null },
      { name: "maxScore"; type: { kind: "SCALAR"; name: "Float"; ofType: null }; defaultValue: null },
      { name: "minHouseholds"; type: { kind: "SCALAR"; name: "Int"; ofType: null }; defaultValue: null },
      { name: "poorVillage"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
      { name: "isDemo"; type: { kind: "SCALAR"; name: "Boolean"; ofType: null }; defaultValue: null },
      { name: "inside"; type: { kind: "SCALAR"; name: "GeoJSONPolygon"; ofType: null }; defaultValue: null },
      { name: "contains"; type: { kind: "SCALAR"; name: "GeoJSONPoint"; ofType: null }; defaultValue: null },
    ];
  };
  VillageOrder: {
    name: "VillageOrder";
    enumValues: "CODE" | "RISK_DESC" | "RISK_ASC" | "HOUSEHOLDS_DESC" | "DISTANCE";
  };
  VillageRisk: {
    kind: "OBJECT";
    name: "VillageRisk";
    fields: {
      contributions: {
        name: "contributions";
        type: {
          kind: "NON_NULL";
          name: never;
          ofType: {
            kind: "LIST";
            name: never;
            ofType: {
              kind: "NON_NULL";
              name: never;
              ofType: { kind: "OBJECT"; name: "Contribution"; ofType: null };
            };
          };
        };
      };
      coverage: {
        name: "coverage";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
      };
      interval90: {
        name: "interval90";
        type: {
          kind: "LIST";
          name: never;
          ofType: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "Float"; ofType: null } };
        };
      };
      level: { name: "level"; type: { kind: "ENUM"; name: "WarningLevel"; ofType: null } };
      methodVersion: {
        name: "methodVersion";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      period: {
        name: "period";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "SCALAR"; name: "String"; ofType: null } };
      };
      provenance: {
        name: "provenance";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "OBJECT"; name: "Provenance"; ofType: null } };
      };
      score: { name: "score"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      scoreShown: { name: "scoreShown"; type: { kind: "SCALAR"; name: "Float"; ofType: null } };
      status: {
        name: "status";
        type: { kind: "NON_NULL"; name: never; ofType: { kind: "ENUM"; name: "RiskStatus"; ofType: null } };
      };
    };
  };
  WarningLevel: { name: "WarningLevel"; enumValues: "NONE" | "BLUE" | "YELLOW" | "ORANGE" | "RED" };
};

/** An IntrospectionQuery representation of your schema.
 *
 * @remarks
 * This is an introspection of your schema saved as a file by GraphQLSP.
 * It will automatically be used by `gql.tada` to infer the types of your GraphQL documents.
 * If you need to reuse this data or update your `scalars`, update `tadaOutputLocation` to
 * instead save to a .ts instead of a .d.ts file.
 */
export type introspection = {
  name: never;
  query: "Query";
  mutation: never;
  subscription: never;
  types: introspection_types;
};

import * as gqlTada from "gql.tada";

declare module "gql.tada" {
  interface setupSchema {
    introspection: introspection;
  }
}
