import { answerApiDocs } from '#server/http/api-docs.ts';

export { answerApiDocs as GET };
