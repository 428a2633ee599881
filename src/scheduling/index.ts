export { COVERS, type Covers } from './domain/data-window.js';
export { ReportClaims } from './report-claims.js';
export { ReportEntity } from './report.entity.js';
export { ReportPlaces } from './report-places.js';
export { ReportRunner } from './report-runner.js';
export { type ReportRun, Reports, type ReportWishes } from './reports.service.js';
export { SchedulingModule } from './scheduling.module.js';
