/** Returns a reference to one of Adobe's specifications, by its fixed ID. */
const spec = (id: string) => ({ id, version: '1.0' });

/**
 * Adobe's connection specs. Sources: "Create a streaming connection using the HTTP API", "Create a Chatlio source
 * connection".
 */
export const CONNECTION_SPECS = {
	httpApi: spec('bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb'),
	chatlio: spec('073127a3-26e3-496c-9d94-9f48fb93fba8'),
	dataLake: spec('c604ff05-7f1a-43c0-8e18-33bf874cb11c'),
} as const;

/** Adobe's flow specs of streaming dataflows. Sources: as above, and the tutorials of the streaming SDK sources. */
export const FLOW_SPECS = {
	/** HTTP API without transformation. */
	xdm: spec('d8a6f005-7eaf-4153-983e-e8574508b877'),
	/** HTTP API with mapping. */
	raw: spec('c1a19761-d2c7-4702-b9fa-fe91f0613e81'),
	/** Streaming SDK source, such as Chatlio. */
	sdk: spec('e77fde5a-22a8-11ed-861d-0242ac120002'),
} as const;

/** The provider of streaming SDK sources. Source: "Create a Chatlio source connection". */
export const SDK_PROVIDER = '521eee4d-8cbe-4906-bb48-fb6bd4450033';
