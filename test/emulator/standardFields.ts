/**
 * Fields of the standard class and field groups that a chat event or one of Adobe's tutorials uses, with their types:
 * the JSON type, the format after a colon, `enum` for a closed list of texts, `[]` for lists and `*` for the keys of a
 * map. Facts from the public repository adobe/xdm, `components/`, in the form used by data: without `xdm:`, with `_id`
 * for `@id` and `_dc.language` for `dc:language`. Left out: shapes of schema.org, postal addresses and phone numbers.
 */
export const STANDARD_FIELDS: Record<string, Record<string, string>> = {
	'https://ns.adobe.com/xdm/context/experienceevent': {
		_id: 'string:uri-reference',
		timestamp: 'string:date-time',
		eventType: 'string',
		eventMergeId: 'string',
		producedBy: 'string',
		'identityMap.*[].id': 'string',
		'identityMap.*[].authenticatedState': 'enum',
		'identityMap.*[].primary': 'boolean',
	},
	'https://ns.adobe.com/xdm/context/experienceevent-web': {
		...under('web.webPageDetails', {
			string:
				'name URL server siteSection viewName primarySiteSection primarySiteSectionID secondarySiteSection secondarySiteSectionID',
			boolean: 'isErrorPage isHomePage isPreRendered',
			enum: 'pageType previousPageType',
		}),
		...measure('web.webPageDetails.pageViews'),
		...under('web.webReferrer', { string: 'URL', enum: 'type' }),
		...under('web.webInteraction', { string: 'URL name region', enum: 'type' }),
		...measure('web.webInteraction.linkClicks'),
	},
	'https://ns.adobe.com/xdm/context/experienceevent-environment-details': {
		...under('environment', {
			enum: 'type connectionType',
			string:
				'operatingSystem operatingSystemVersion operatingSystemVendor viewedScreen previousScreen proxyType carrier domain ISP _dc.language',
			integer: 'colorDepth viewportHeight viewportWidth duration',
			'string:ipv4': 'ipV4',
			'string:ipv6': 'ipV6',
		}),
		...under('environment.browserDetails', {
			string:
				'name vendor version acceptLanguage userAgent javaScriptVersion javaVersion quicktimeVersion',
			boolean: 'cookiesEnabled javaScriptEnabled javaEnabled thirdPartyCookiesEnabled',
			integer: 'viewportHeight viewportWidth',
		}),
		...under('environment.browserDetails.userAgentClientHints', {
			string: 'brands[].brand brands[].version platform platformVersion architecture bitness model',
			boolean: 'mobile',
		}),
		...under('device', {
			string: 'type typeID manufacturer model modelNumber',
			'string:uri': 'typeIDService',
			integer: 'screenHeight screenWidth colorDepth',
			enum: 'screenOrientation locationPermission',
			boolean: 'isBackgroundPushEnabled isLocationEnabled isPushOptIn',
		}),
		...under('placeContext', {
			'string:date-time': 'localTime',
			string: 'ianaTimezone geo.city geo.stateProvince geo.countryCode geo.postalCode',
			integer: 'localTimezoneOffset geo.dmaID geo.msaID',
			number: 'geo._schema.latitude geo._schema.longitude',
		}),
		...measure('placeContext.POIinteraction.poiEntries'),
		...measure('placeContext.POIinteraction.poiExits'),
		...pointOfInterest('placeContext.POIinteraction.POIDetail'),
		...pointOfInterest('placeContext.POIinteraction.poiDetail'),
		...pointOfInterest('placeContext.activePOIs[]'),
	},
	'https://ns.adobe.com/xdm/context/experienceevent-channel': under('channel', {
		'string:uri-reference': '_id',
		'string:uri': '_type contentTypes[] metricTypes[] locationTypes[]',
		string: 'typeAtSource mediaType mediaAction',
		enum: 'mode',
	}),
	'https://ns.adobe.com/xdm/context/experienceevent-implementation-details': under(
		'implementationDetails',
		{ 'string:uri': 'name', string: 'version', enum: 'environment' },
	),
	'https://ns.adobe.com/xdm/context/profile': {
		_id: 'string:uri-reference',
		personID: 'string',
		'identityMap.*[].id': 'string',
		'identityMap.*[].authenticatedState': 'enum',
		'identityMap.*[].primary': 'boolean',
	},
	'https://ns.adobe.com/xdm/context/profile-person-details': under('person', {
		string:
			'name.firstName name.lastName name.middleName name.courtesyTitle name.fullName name.suffix birthDayAndMonth nationality taxId',
		'string:date': 'birthDate',
		integer: 'birthYear',
		enum: 'gender maritalStatus',
	}),
	'https://ns.adobe.com/xdm/context/profile-work-details': {
		...under('workEmail', {
			boolean: 'primary',
			'string:email': 'address',
			string: 'label type status statusReason',
		}),
		'organizations[]': 'string',
	},
};

/** Writes out fields that have their parent and their type in common. */
function under(parent: string, names: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(names).flatMap(([type, list]) =>
			list.split(' ').map((name) => [`${parent}.${name}`, type]),
		),
	);
}

function measure(parent: string) {
	return under(parent, { string: 'id', number: 'value' });
}

function pointOfInterest(parent: string) {
	return under(parent, {
		string: 'POIID poiID name category type locatingType beaconInteractionDetails.proximityUUID',
		enum: 'beaconInteractionDetails.proximity',
		number:
			'distanceToPOICenter beaconInteractionDetails.beaconMajor beaconInteractionDetails.beaconMinor geoInteractionDetails.distanceToCenter geoInteractionDetails.deviceGeoAccuracy',
	});
}
