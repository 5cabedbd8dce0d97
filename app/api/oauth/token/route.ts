import { answerToken } from '#server/http/token-endpoint.ts';

export { answerToken as POST };
