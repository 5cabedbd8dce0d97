import { answerMetrics } from '#server/http/web-health.ts';

export const dynamic = 'force-dynamic';
export { answerMetrics as GET };
