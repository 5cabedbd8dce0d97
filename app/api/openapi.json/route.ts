import { answerOpenApi } from '#server/http/api-docs.ts';

export { answerOpenApi as GET };
