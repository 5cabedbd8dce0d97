import { answerReadyz } from '#server/http/web-health.ts';

export const dynamic = 'force-dynamic';
export { answerReadyz as GET };
