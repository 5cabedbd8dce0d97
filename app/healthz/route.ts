import { answerHealthz } from '#server/http/web-health.ts';

export const dynamic = 'force-dynamic';
export { answerHealthz as GET };
