/** Where BullMQ keeps its tables when it lives on PostgreSQL. */
export const BULLMQ_SCHEMA = 'bullmq';
