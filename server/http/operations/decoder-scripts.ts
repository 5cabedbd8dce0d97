import { decoderPathSchema } from '#server/decoders/api-contract.ts';
import { getDecoder } from '#server/decoders/read-decoders.ts';
import {
  pageOfTests,
  pageOfVersions,
  scriptBodySchema,
  scriptTextOf,
  scriptVersionPathSchema,
  testBody,
  testResultsBody,
  testResultsSchema,
  versionBody,
  versionBodySchema,
  versionSourceBody,
  versionSourceSchema,
} from '#server/scripts/api-contract.ts';
import { publishVersion } from '#server/scripts/publish-version.ts';
import { getVersion, listTests } from '#server/scripts/read-scripts.ts';
import { runTests } from '#server/scripts/run-tests.ts';
import { saveDraft } from '#server/scripts/save-draft.ts';
import { type ApiOperation, apiOperation, wholePage } from '../api-operation.ts';

const tag = 'Decoders';
const ownerOf = ({ decoderId }: { decoderId: string }) => ({ kind: 'decoder', id: decoderId }) as const;

/** What a team that keeps its scripts in a repository of its own needs to bring them here. */
export const decoderScriptOperations: ApiOperation[] = [
  apiOperation({
    method: 'GET',
    path: '/decoders/{decoderId}/versions',
    name: 'searchDecoderVersions',
    tag,
    summary: 'Retrieve the versions of a script, newest first.',
    operation: 'decoders.read',
    params: decoderPathSchema,
    reply: pageOfVersions,
    run: async (actor, { params }) => ({
      page: wholePage((await getDecoder(actor, { id: params.decoderId })).versions.map(versionBody)),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/decoders/{decoderId}/versions',
    name: 'saveDecoderDraft',
    tag,
    summary: 'Save a script as the draft, in the place of one that was not published.',
    operation: 'decoders.update',
    params: decoderPathSchema,
    body: scriptBodySchema,
    status: 201,
    reply: versionBodySchema,
    run: async (actor, { params, body }) => {
      const owner = ownerOf(params);
      const { versionId } = await saveDraft(actor, { owner, ...scriptTextOf(body) });
      const location = `/api/decoders/${owner.id}/versions/${versionId}`;
      return { body: versionBody(await getVersion(actor, { owner, versionId })), headers: { location } };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/decoders/{decoderId}/versions/{versionId}',
    name: 'getDecoderVersion',
    tag,
    summary: 'Retrieve a version of a script with its text.',
    operation: 'decoders.read',
    params: scriptVersionPathSchema,
    reply: versionSourceSchema,
    run: async (actor, { params }) => ({
      body: versionSourceBody(
        await getVersion(actor, { owner: ownerOf(params), versionId: params.versionId }),
      ),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/decoders/{decoderId}/versions/{versionId}/publish',
    name: 'publishDecoderVersion',
    tag,
    summary:
      'Let messages go through a version: the draft, whose tests must pass (409 otherwise), or an earlier one to go back to.',
    operation: 'decoders.update',
    params: scriptVersionPathSchema,
    reply: versionBodySchema,
    run: async (actor, { params: { decoderId, versionId } }) => {
      const owner = ownerOf({ decoderId });
      await publishVersion(actor, { owner, versionId });
      return { body: versionBody(await getVersion(actor, { owner, versionId })) };
    },
  }),
  apiOperation({
    method: 'GET',
    path: '/decoders/{decoderId}/tests',
    name: 'searchDecoderTests',
    tag,
    summary: 'Retrieve the tests that a version must pass before it is published.',
    operation: 'decoders.read',
    params: decoderPathSchema,
    reply: pageOfTests,
    run: async (actor, { params }) => ({
      page: wholePage((await listTests(actor, ownerOf(params))).map(testBody)),
    }),
  }),
  apiOperation({
    method: 'POST',
    path: '/decoders/{decoderId}/tests/run',
    name: 'runDecoderTests',
    tag,
    summary: 'Run all tests of a decoder on a script without storing anything.',
    operation: 'decoders.run',
    params: decoderPathSchema,
    body: scriptBodySchema,
    reply: testResultsSchema,
    run: async (actor, { params, body }) => ({
      body: testResultsBody(await runTests(actor, { owner: ownerOf(params), ...scriptTextOf(body) })),
    }),
  }),
];
