import type { JsonObject } from '../../json.mts';
import { array, boolean, integer, measure, number, object, string } from './fields.mts';

const CONNECTION_TYPES = [
	'dialup',
	'isdn',
	'bisdn',
	'dsl',
	'cable',
	'wireless_wifi',
	'mobile',
	'mobile_edge',
	'mobile_gprs',
	'mobile_2g',
	'mobile_3g',
	'mobile_lte',
	't1',
	't3',
	'oc3',
	'lan',
	'modem',
];

/**
 * One BCP 47 language tag, in the spelling of XDM's environment data type: a whole Accept-Language header does not
 * match.
 */
const LANGUAGE_TAG =
	'^(((([A-Za-z]{2,3}(-([A-Za-z]{3}(-[A-Za-z]{3}){0,2}))?)|[A-Za-z]{4}|[A-Za-z]{5,8})(-([A-Za-z]{4}))?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-([0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+))*(-(x(-[A-Za-z0-9]{1,8})+))?)|(x(-[A-Za-z0-9]{1,8})+)|((en-GB-oed|i-ami|i-bnn|i-default|i-enochian|i-hak|i-klingon|i-lux|i-mingo|i-navajo|i-pwn|i-tao|i-tay|i-tsu|sgn-BE-FR|sgn-BE-NL|sgn-CH-DE)|(art-lojban|cel-gaulish|no-bok|no-nyn|zh-guoyu|zh-hakka|zh-min|zh-min-nan|zh-xiang)))$';

const notNegative = { minimum: 0 };

const browserDetails = object('Browser details', {
	name: string('Name'),
	vendor: string('Vendor'),
	version: string('Version'),
	acceptLanguage: string('Accept language'),
	userAgent: string('User agent'),
	cookiesEnabled: boolean('Allows cookies'),
	javaScriptEnabled: boolean('JavaScript enabled'),
	javaScriptVersion: string('JavaScript version'),
	javaEnabled: boolean('Java enabled'),
	javaVersion: string('Java version'),
	quicktimeVersion: string('Quicktime version'),
	thirdPartyCookiesEnabled: boolean('Allows third-party cookies'),
	viewportHeight: integer('Viewport height'),
	viewportWidth: integer('Viewport width'),
	userAgentClientHints: object('User agent client hints', {
		brands: array(
			'Brands',
			object('Brand', { brand: string('Brand'), version: string('Version') }),
		),
		mobile: boolean('Mobile'),
		platform: string('Platform'),
		platformVersion: string('Platform version'),
		architecture: string('Architecture'),
		bitness: string('Bitness'),
		model: string('Model'),
	}),
});

const environment = object('Environment', {
	type: string('Type', { enum: ['browser', 'application', 'iot', 'external', 'widget'] }),
	browserDetails,
	operatingSystem: string('Operating system'),
	operatingSystemVersion: string('Operating system version'),
	operatingSystemVendor: string('Operating system vendor'),
	colorDepth: integer('Color depth', notNegative),
	viewportHeight: integer('Viewport height', notNegative),
	viewportWidth: integer('Viewport width', notNegative),
	duration: integer('Duration', notNegative),
	viewedScreen: string('Viewed Screen'),
	previousScreen: string('Previous Screen'),
	connectionType: string('Connection type', { enum: CONNECTION_TYPES }),
	proxyType: string('Proxy type'),
	carrier: string('Mobile network carrier'),
	ipV4: string('IPv4', { format: 'ipv4' }),
	ipV6: string('IPv6', { format: 'ipv6' }),
	domain: string('Domain'),
	ISP: string('Internet service provider'),
	_dc: object('Dublin Core', { language: string('Language', { pattern: LANGUAGE_TAG }) }),
});

const device = object('Device', {
	type: string('Type'),
	typeID: string('Type identifier'),
	typeIDService: string('Type identifier service', { format: 'uri' }),
	manufacturer: string('Manufacturer'),
	model: string('Model'),
	modelNumber: string('Model number'),
	screenHeight: integer('Screen height'),
	screenWidth: integer('Screen width'),
	colorDepth: integer('Color depth'),
	screenOrientation: string('Screen orientation', { enum: ['portrait', 'landscape'] }),
	isBackgroundPushEnabled: boolean('Background Push Enabled Flag'),
	isLocationEnabled: boolean('Location Enabled Flag'),
	locationPermission: string('Location Permission', {
		enum: [
			'SYSTEM_LOCATION_DISABLED',
			'NOT_ALLOWED',
			'ALWAYS_ALLOWED',
			'FOREGROUND_ALLOWED',
			'UNPROMPTED',
		],
	}),
	isPushOptIn: boolean('Push Opt In Flag'),
});

const geo = object('Geo', {
	city: string('City'),
	// XDM's pattern has no anchors and an empty alternative, so it would match everything; Adobe's
	// troubleshooting guide requires "US-CA" and not "California", so it is anchored here.
	stateProvince: string('State or province', { pattern: '^([A-Z]{2}-[A-Z0-9]{1,3}|)$' }),
	countryCode: string('Country code', { pattern: '^[A-Z]{2}$' }),
	postalCode: string('Postal code'),
	dmaID: integer('Designated market area'),
	msaID: integer('Metropolitan statistical area'),
	_schema: object('Coordinates', {
		latitude: number('Latitude', { minimum: -90, maximum: 90 }),
		longitude: number('Longitude', { minimum: -180, maximum: 180 }),
	}),
});

/** XDM's data type https://ns.adobe.com/xdm/context/poi-detail, without the shapes of schema.org. */
const poiDetail = (title: string) =>
	object(title, {
		POIID: string('POI identity'),
		poiID: string('POI Identity'),
		name: string('POI name'),
		category: string('POI category'),
		type: string('POI type'),
		distanceToPOICenter: number('Distance to POI center'),
		locatingType: string('Locating type'),
		beaconInteractionDetails: object('Beacon interaction details', {
			proximityUUID: string('Proximity UUID'),
			beaconMajor: number('Beacon major'),
			beaconMinor: number('Beacon Minor'),
			proximity: string('Proximity to beacon', { enum: ['immediate', 'near', 'far', 'unknown'] }),
		}),
		geoInteractionDetails: object('Geo interaction details', {
			distanceToCenter: number('Distance to center'),
			deviceGeoAccuracy: number('Geo device accuracy'),
		}),
	});

const placeContext = object('Place context', {
	localTime: string('Local time', { format: 'date-time' }),
	localTimezoneOffset: integer('Local time zone offset'),
	ianaTimezone: string('Iana Timezone'),
	geo,
	POIinteraction: object('POI interaction', {
		POIDetail: poiDetail('POI detail'),
		poiDetail: poiDetail('POI detail'),
		poiEntries: measure('POI entries'),
		poiExits: measure('POI exits'),
	}),
	activePOIs: array('POI detail', poiDetail('POI detail')),
});

/** Source: XDM, fieldgroups/experience-event/experienceevent-environment-details and the data types it names. */
export const environmentDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/experienceevent-environment-details',
	title: 'Environment Details',
	type: 'object',
	definitions: {
		'experienceevent-environment-details': { properties: { environment, device, placeContext } },
	},
	allOf: [{ $ref: '#/definitions/experienceevent-environment-details' }],
};
