/** What the api's parts ask Nest for. */
export const SERVICE = Symbol('service');
export const LOG = Symbol('log');
export const DEV_ISSUER = Symbol('dev-issuer');
