/**
 * The app that the sandbox knows when nobody configures another: what a person would find on the app's
 * *Basic Information* page. The values are made up and worth nothing outside the sandbox.
 */
export const DEMO_CLIENT_ID = '1111111111.2222222222';
export const DEMO_CLIENT_SECRET = 'demo0client0secret0demo0client00';
export const DEMO_SIGNING_SECRET = 'demo0signing0secret0demo0signing';
export const DEMO_APP_ID = 'A0SWITCHBD';
export const DEMO_APP_NAME = 'Switchboard';
/** The app-level token for Socket Mode. */
export const DEMO_APP_TOKEN = 'xapp-1-A0SWITCHBD-3333333333-demo0app0token0demo0app0token0de';
export const DEMO_APP_URL = 'http://localhost:3000';
export const DEMO_SANDBOX_PORT = 4000;
export const DEMO_WORKSPACE_ID = 'T0ACME0001';
export const DEMO_SECOND_WORKSPACE_ID = 'T0GLOBEX01';
