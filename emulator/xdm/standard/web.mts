import type { JsonObject } from '../../json.mts';
import { boolean, measure, object, string } from './fields.mts';

const PAGE_TYPES = ['error_page', 'landing_page', 'home_page'];

const REFERRER_TYPES = [
	'internal',
	'external',
	'search_engine',
	'typed_bookmarked',
	'email',
	'social',
	'usenet',
	'hard_drive',
	'nojs',
	'conversational_ai',
	'unknown',
];

/** Source: XDM, fieldgroups/experience-event/experienceevent-web and the data types it names. */
export const webDetails: JsonObject = {
	$id: 'https://ns.adobe.com/xdm/context/experienceevent-web',
	title: 'Web Details',
	type: 'object',
	definitions: {
		'experienceevent-web': {
			properties: {
				web: object('Web', {
					webPageDetails: object('Web page details', {
						name: string('Name'),
						URL: string('URL'),
						server: string('Server'),
						siteSection: string('Site section'),
						viewName: string('View Name'),
						isErrorPage: boolean('Is error page'),
						isHomePage: boolean('Is home page'),
						isPreRendered: boolean('Is pre-rendered'),
						pageViews: measure('Page Views'),
						primarySiteSection: string('Primary Site Section'),
						primarySiteSectionID: string('Primary Site Section ID'),
						secondarySiteSection: string('Secondary Site Section'),
						secondarySiteSectionID: string('Secondary Site Section ID'),
						pageType: string('Page Type', { enum: PAGE_TYPES }),
						previousPageType: string('Previous Page Type', { enum: PAGE_TYPES }),
					}),
					webReferrer: object('Web referrer', {
						URL: string('URL'),
						type: string('Type', { enum: REFERRER_TYPES }),
					}),
					webInteraction: object('Web interaction', {
						type: string('Type', { enum: ['download', 'exit', 'other'] }),
						URL: string('URL'),
						name: string('Name'),
						region: string('Region'),
						linkClicks: measure('Link Clicks'),
					}),
				}),
			},
		},
	},
	allOf: [{ $ref: '#/definitions/experienceevent-web' }],
};
