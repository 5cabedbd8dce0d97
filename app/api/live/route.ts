import { answerLive } from '#server/http/live-route.ts';

export { answerLive as GET };
