/**
 * Request bodies of Adobe's public documents, as they are printed there. Placeholders and IDs of the documents are
 * replaced when the bodies are sent: see `substituted`.
 */

/** Adobe, "Create an HTTP API streaming connection using the Flow Service API". */
export const HTTP_API = {
	baseConnectionXdm: {
		name: 'ACME Streaming Connection XDM Data',
		description: 'ACME streaming connection for customer data',
		connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
		auth: { specName: 'Streaming Connection', params: { dataType: 'xdm' } },
	},
	baseConnectionRaw: {
		name: 'ACME Streaming Connection Raw Data',
		description: 'ACME streaming connection for customer data',
		connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
		auth: { specName: 'Streaming Connection', params: { dataType: 'raw' } },
	},
	authenticatedConnectionXdm: {
		name: 'ACME Streaming Connection XDM Data Authenticated',
		description: 'ACME streaming connection for customer data',
		connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
		auth: {
			specName: 'Streaming Connection',
			params: {
				sourceId: 'Authenticated XDM streaming connection',
				dataType: 'xdm',
				name: 'Authenticated XDM streaming connection',
				authenticationRequired: true,
			},
		},
	},
	authenticatedConnectionRaw: {
		name: 'ACME Streaming Connection Raw Data Authenticated',
		description: 'ACME streaming connection for customer data',
		connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
		auth: {
			specName: 'Streaming Connection',
			params: {
				sourceId: 'Authenticated raw streaming connection',
				dataType: 'raw',
				name: 'Authenticated raw streaming connection',
				authenticationRequired: true,
			},
		},
	},
	sourceConnection: {
		name: 'ACME Streaming Source Connection for Customer Data',
		description: 'A streaming source connection for ACME XDM Customer Data',
		baseConnectionId: 'a59d368a-1152-4673-a46e-bd52e8cdb9a9',
		connectionSpec: { id: 'bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb', version: '1.0' },
	},
	targetConnection: {
		name: 'ACME Streaming Target Connection',
		description: 'ACME Streaming Target Connection',
		data: {
			schema: {
				id: 'https://ns.adobe.com/{TENANT}/schemas/7f682c29f887512a897791e7161b90a1ae7ed3dd07a177b1',
				version: 'application/vnd.adobe.xed-full+json;version=1.0',
			},
		},
		params: { dataSetId: '637eb7fadc8a211b6312b65b' },
		connectionSpec: { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' },
	},
	mappingSet: {
		version: 0,
		xdmSchema:
			'https://ns.adobe.com/{TENANT}/schemas/7f682c29f887512a897791e7161b90a1ae7ed3dd07a177b1',
		xdmVersion: '1.0',
		mappings: [
			{
				destinationXdmPath: 'person.name.firstName',
				sourceAttribute: 'firstName',
				identity: false,
				version: 0,
			},
			{
				destinationXdmPath: 'person.name.lastName',
				sourceAttribute: 'lastName',
				identity: false,
				version: 0,
			},
		],
	},
	flow: {
		name: 'ACME Streaming Dataflow',
		description: 'ACME streaming dataflow for customer data',
		flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' },
		sourceConnectionIds: ['34ece231-294d-416c-ad2a-5a5dfb2bc69f'],
		targetConnectionIds: ['07f2f6ff-1da5-4704-916a-c615b873cba9'],
	},
	flowWithMapping: {
		name: '<name>',
		description: '<description>',
		flowSpec: { id: 'c1a19761-d2c7-4702-b9fa-fe91f0613e81', version: '1.0' },
		sourceConnectionIds: ['34ece231-294d-416c-ad2a-5a5dfb2bc69f'],
		targetConnectionIds: ['07f2f6ff-1da5-4704-916a-c615b873cba9'],
		transformations: [
			{
				name: 'Mapping',
				params: { mappingId: '79a623960d3f4969835c9e00dc90c8df', mappingVersion: 0 },
			},
		],
	},
	xdmMessage: {
		header: {
			schemaRef: {
				id: 'https://ns.adobe.com/{TENANT}/schemas/7f682c29f887512a897791e7161b90a1ae7ed3dd07a177b1',
				contentType: 'application/vnd.adobe.xed-full-notext+json; version=1.0',
			},
			flowId: 'f2ae0194-8bd8-4a40-a4d9-f07bdc3e6ce2',
			datasetId: '604a18a3bae67d18db6d258c',
		},
		body: {
			xdmMeta: {
				schemaRef: {
					id: 'https://ns.adobe.com/{TENANT}/schemas/7f682c29f887512a897791e7161b90a1ae7ed3dd07a177b1',
					contentType: 'application/vnd.adobe.xed-full-notext+json; version=1.0',
				},
			},
			xdmEntity: {
				_id: 'http-source-connector-acme-01',
				person: { name: { firstName: 'suman', lastName: 'nolan' } },
				workEmail: {
					primary: true,
					address: 'suman@acme.com',
					type: 'work',
					status: 'active',
				},
			},
		},
	},
	rawMessage: {
		name: 'Johnson Smith',
		location: {
			city: 'Seattle',
			country: 'United State of America',
			address: '3692 Main Street',
		},
		gender: 'Male',
		birthday: { year: 1984, month: 6, day: 9 },
	},
};

/** Adobe, "Stream record data to Adobe Experience Platform". A quote that the page forgot is added to the dataset. */
export const RECORD_DATA = {
	schema: {
		type: 'object',
		title: 'Sample schema',
		description: 'Sample description',
		allOf: [
			{ $ref: 'https://ns.adobe.com/xdm/context/profile' },
			{ $ref: 'https://ns.adobe.com/xdm/context/profile-person-details' },
			{ $ref: 'https://ns.adobe.com/xdm/context/profile-work-details' },
		],
		'meta:immutableTags': ['union'],
	},
	dataset: {
		name: 'Dataset name',
		description: 'Dataset description',
		schemaRef: {
			id: 'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}',
			contentType: 'application/vnd.adobe.xed-full+json;version=1.0',
		},
		tags: { unifiedIdentity: ['enabled:true'], unifiedProfile: ['enabled:true'] },
	},
	message: {
		header: {
			schemaRef: {
				id: 'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}',
				contentType: 'application/vnd.adobe.xed-full+json;version={SCHEMA_VERSION}',
			},
			imsOrgId: '{IMS_ORG}',
			datasetId: '{DATASET_ID}',
		},
		body: {
			xdmMeta: {
				schemaRef: {
					id: 'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}',
					contentType: 'application/vnd.adobe.xed-full+json;version={SCHEMA_VERSION}',
				},
			},
			xdmEntity: {
				person: {
					name: { firstName: 'Jane', middleName: 'F', lastName: 'Doe' },
					birthDate: '1969-03-14',
					gender: 'female',
				},
				workEmail: {
					primary: true,
					address: 'janedoe@example.com',
					type: 'work',
					status: 'active',
				},
			},
		},
	},
};

/** Adobe, "Create a dataset in the API". */
export const LOYALTY_DATASET = {
	name: 'LoyaltyMembersDataset',
	schemaRef: {
		id: 'https://ns.adobe.com/{TENANT_ID}/schemas/719c4e19184402c27595e65b931a142b',
		contentType: 'application/vnd.adobe.xed+json;version=1',
	},
};

/**
 * Adobe, "Send partial row updates to Real-Time Customer Profile using Data Prep". The page closes the object after the
 * header and opens another one before the body, which is no JSON: those braces are left out.
 */
export const UPSERT_MESSAGE = {
	header: {
		flowId: 'd5262d48-0f47-4949-be6d-795f06933527',
		imsOrgId: '{ORG_ID}',
		datasetId: '62259f817f62d71947929a7b',
		operations: {
			data: 'merge',
			identity: 'create',
			identityDatasetId: '6254a93b851ecd194b64af9e',
		},
	},
	body: {
		homeAddress: { country: 'US', state: 'GA', region: 'va7' },
		homePhone: { number: '123.456.799' },
		identityMap: { Email: [{ id: 'sampleEmail@gmail.com', primary: true }] },
		personalEmail: { address: 'sampleEmail@gmail.com', primary: true },
		personID: '346576345',
		_id: '346576345',
		timestamp: '2021-05-05T17:51:45.1880+02',
		workEmail: 'sampleWorkEmail@gmail.com',
	},
};

const schemaRef = {
	id: 'https://ns.adobe.com/{TENANT_ID}/schemas/{SCHEMA_ID}',
	contentType: 'application/vnd.adobe.xed-full+json;{SCHEMA_VERSION}',
};

const batchHeader = {
	schemaRef,
	imsOrgId: '{IMS_ORG}',
	datasetId: '{DATASET_ID}',
	createdAt: 1526283801869,
};

const batchEntity = (
	_id: string,
	timestamp: string,
	product: object,
	email: string | undefined,
) => ({
	_id,
	timestamp,
	environment: {
		browserDetails: {
			userAgent:
				'Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/29.0.1547.57 Safari/537.36 OPR/16.0.1196.62',
			acceptLanguage: 'en-US',
			cookiesEnabled: true,
			javaScriptVersion: '1.6',
			javaEnabled: true,
		},
		colorDepth: 32,
		viewportHeight: 799,
		viewportWidth: 414,
	},
	productListItems: [{ SKU: 'CC', ...product }],
	commerce: { productViews: { value: 1 } },
	...(email && {
		_experience: {
			campaign: { message: { profileSnapshot: { workEmail: { address: email } } } },
		},
	}),
});

/** Adobe, "Send multiple messages in a single HTTP request". */
export const BATCH = {
	valid: {
		messages: [
			{
				header: batchHeader,
				body: {
					xdmMeta: { schemaRef },
					xdmEntity: batchEntity(
						'9af5adcc-db9c-4692-b826-65d3abe68c22',
						'2019-02-23T22:07:01Z',
						{ name: 'Fernie Snow', quantity: 30, priceTotal: 7.8 },
						'gregdorcey@example.com',
					),
				},
			},
			{
				header: batchHeader,
				body: {
					xdmMeta: { schemaRef },
					xdmEntity: batchEntity(
						'7af6adcc-dc9e-4692-b826-55d2abe68c11',
						'2019-02-23T22:07:31Z',
						{ name: 'Carmine Santiago', quantity: 10, priceTotal: 5.5 },
						'emilyong@example.com',
					),
				},
			},
		],
	},
	partlyInvalid: {
		messages: [
			{
				header: batchHeader,
				body: {
					xdmMeta: { schemaRef },
					xdmEntity: batchEntity(
						'9af5adcc-db9c-4692-b826-65d3abe68c22',
						'2019-02-23T22:07:01Z',
						{ name: 'Tip Top Collection', quantity: 15, priceTotal: 9.5 },
						'rogerkanagawa@example.com',
					),
				},
			},
			{ header: batchHeader },
			{
				header: { ...batchHeader, imsOrgId: 'invalidIMSOrg@AdobeOrg' },
				body: {
					xdmMeta: { schemaRef },
					xdmEntity: batchEntity(
						'9af5adcc-db9c-4692-b826-65d3abe68c22',
						'2019-02-23T22:07:01Z',
						{ name: 'Carmine Santiago', quantity: 10, priceTotal: 5.5 },
						'mohandeewar@example.com',
					),
				},
			},
			{
				header: batchHeader,
				body: {
					xdmMeta: { schemaRef },
					xdmEntity: batchEntity(
						'9af5adcc-db9c-4692-b826-65d3abe68c22',
						'2019-02-23T22:07:01Z',
						{ name: 'Tip Top Collection', quantity: 15, priceTotal: 9.5 },
						undefined,
					),
				},
			},
			{
				header: {
					msgType: 'xdmEntityCreate',
					msgId: '79d2e715-f25f-4c36',
					xdmSchema: { name: '_xdm.context.experienceevent' },
					imsOrgId: '{IMS_ORG}',
					datasetId: '{DATASET_ID}',
					createdAt: 1526283801869,
				},
				body: {
					xdmMeta: { xdmSchema: { name: '_xdm.context.experienceevent' } },
					xdmEntity: {
						_id: 'abc',
						dataSource: { _id: 'http://abc.com/abc' },
						timestamp: '2018-05-18T15:28:25Z',
						endUserIDs: {
							_vendor: { adobe: { experience: { mcId: { id: 'http://abc.com/abc' } } } },
						},
					},
				},
			},
		],
	},
};

const chatlioMapping = (destinationXdmPath: string, sourceAttribute: string) => ({
	destinationXdmPath,
	sourceAttribute,
	identity: false,
	version: 0,
});

/** Adobe, "Create a source connection and dataflow for Chatlio using the Flow Service API". */
export const CHATLIO = {
	sourceConnection: {
		name: 'Streaming Source Connection for Chatlio.',
		providerId: '521eee4d-8cbe-4906-bb48-fb6bd4450033',
		description: 'Streaming Source Connection for Chatlio.',
		connectionSpec: { id: '073127a3-26e3-496c-9d94-9f48fb93fba8', version: '1.0' },
		data: { format: 'json' },
	},
	targetConnection: {
		name: 'Streaming Target Connection for a Chatlio.',
		description: 'Streaming Target Connection for a Chatlio.',
		connectionSpec: { id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c', version: '1.0' },
		data: {
			format: 'json',
			schema: {
				id: 'https://ns.adobe.com/extconndev/schemas/49cecec83dd1a8da1aef4a96c67c06654e8c337a0a3b4262',
				version: 'application/vnd.adobe.xed-full+json;version=1',
			},
		},
		params: { dataSetId: '63ef7df781f14a1bd02a7e49' },
	},
	mappingSet: {
		outputSchema: {
			schemaRef: {
				id: 'https://ns.adobe.com/{TENANT_ID}/schemas/945546112b746524bfd9f1264b26c2b7d8e7f5b7fadb953a',
				contentType: 'application/vnd.adobe.xed-full+json;version=1',
			},
		},
		mappings: [
			chatlioMapping('_extconndev.slackchannel_ID', 'slackChannelId'),
			chatlioMapping('_extconndev.slackchannel_name', 'slackChannelName'),
			chatlioMapping('_extconndev.UUID', 'visitor.UUID'),
			chatlioMapping('_extconndev.chatlio_email', 'visitor.email'),
			chatlioMapping('_extconndev.message', 'message'),
			chatlioMapping('_extconndev.channel_ID', 'channelId'),
		],
	},
	flow: {
		name: 'Streaming Dataflow for Chatlio',
		description: 'Streaming Dataflow for Chatlio',
		flowSpec: { id: 'e77fde5a-22a8-11ed-861d-0242ac120002', version: '1.0' },
		sourceConnectionIds: ['7689a40d-43eb-4f74-a3f1-092a55884f6c'],
		targetConnectionIds: ['f7be8ab6-e5ea-4405-83b9-200cdfb2a9e5'],
		transformations: [
			{
				name: 'Mapping',
				params: { mappingId: '4b7188aad69c44529a5e674ab5d3568b', mappingVersion: 0 },
			},
		],
	},
};

/** The field of Adobe's page "Define XDM fields in the Schema Registry API" for a map. */
export const MAP_FIELD = {
	sampleField: {
		title: 'Sample Map Field',
		description: 'An example map field.',
		type: 'object',
		'meta:xdmType': 'map',
		additionalProperties: { type: 'string' },
	},
};

const demoMappings = [
	{
		sourceType: 'ATTRIBUTE',
		source: 'id',
		destination: '_id',
		name: 'id',
		description: 'Identifier field',
	},
	{ sourceType: 'ATTRIBUTE', source: 'firstName', destination: 'person.name.firstName' },
	{ sourceType: 'ATTRIBUTE', source: 'lastName', destination: 'person.name.lastName' },
];

const demoSchema = {
	schemaRef: {
		id: 'https://ns.adobe.com/stardust/schemas/89abc189258b1cb1a816d8f2b2341a6d98000ed8f4008305',
		contentType: 'application/vnd.adobe.xed-full+json;version=1',
	},
};

/** Adobe, "Mapping sets endpoint", and the example of the Data Prep API's specification. */
export const DATA_PREP = {
	mappingSet: { outputSchema: demoSchema, mappings: demoMappings },
	preview: {
		data: [{ id: 1234, firstName: 'Jim', lastName: 'Seltzer' }],
		mappingSet: { outputSchema: demoSchema, mappings: demoMappings },
	},
	previewInSpecification: {
		data: { id: 1234, firstName: 'Jim', lastName: 'Seltzer' },
		mappingSet: { outputSchema: demoSchema, mappings: demoMappings },
	},
	expression: { expression: { expression: 'concat("Hi",",","there","!")' } },
};

/** Adobe, "Metrics endpoint". */
export const METRICS = {
	start: '2020-07-14T00:00:00.000Z',
	end: '2020-07-22T00:00:00.000Z',
	granularity: 'day',
	metrics: [
		{
			name: 'timeseries.ingestion.dataset.recordsuccess.count',
			filters: [
				{
					name: 'dataSetId',
					value: '5edcfb2fbb642119194c7d94|5eddb21420f516191b7a8dad',
					groupBy: true,
				},
			],
			aggregator: 'sum',
			downsample: 'sum',
		},
		{
			name: 'timeseries.ingestion.dataset.dailysize',
			filters: [{ name: 'dataSetId', value: '5eddb21420f516191b7a8dad', groupBy: false }],
			aggregator: 'sum',
			downsample: 'sum',
		},
	],
};

/** Adobe, "Create a custom namespace in the Identity Service API". */
export const NAMESPACE = {
	name: 'Loyalty Member',
	code: 'Loyalty',
	description: 'Loyalty Program Member ID',
	idType: 'Cross_device',
};

/** Replaces texts of a document by what stands for them here; nothing else changes. */
export function substituted<T>(body: T, replacements: Record<string, string>): T {
	const text = Object.entries(replacements).reduce(
		(json, [from, to]) => json.replaceAll(from, to),
		JSON.stringify(body),
	);
	return JSON.parse(text) as T;
}
