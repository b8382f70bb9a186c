/** Media type of a reference to version 1 of a schema. Source: Adobe, "Stream time-series data". */
export const SCHEMA_MEDIA_TYPE = 'application/vnd.adobe.xed-full+json;version=1';
