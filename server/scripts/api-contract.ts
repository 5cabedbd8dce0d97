import { z } from 'zod';
import { pageOf, timeSchema } from '#server/http/contract.ts';
import { idSchema } from '#server/platform/contract.ts';
import {
  DECODER_CONTRACTS,
  expectationSchema,
  mappingSchema,
  SCRIPT_CONTRACTS,
  type ScriptSource,
  type ScriptTest,
  type ScriptVersion,
  sourceSchema,
  type TestResult,
} from './contract.ts';

export const scriptVersionPathSchema = z.strictObject({ decoderId: idSchema, versionId: idSchema });

/** A script as programs send it. */
export const scriptBodySchema = z
  .strictObject({
    contract: z.enum(DECODER_CONTRACTS),
    script: sourceSchema,
    mapping: mappingSchema.default({}),
  })
  .meta({ id: 'DecoderScript' });

export const scriptTextOf = ({ contract, script, mapping }: z.output<typeof scriptBodySchema>) => ({
  contract,
  source: script,
  mapping,
});

const versionShape = {
  id: z.guid(),
  number: z.number().int(),
  contract: z.enum(SCRIPT_CONTRACTS),
  createdBy: z.string(),
  createdAt: timeSchema,
  publishedAt: timeSchema.nullable(),
  current: z.boolean(),
};

export const versionBodySchema = z.strictObject(versionShape).meta({ id: 'DecoderVersion' });
export const versionBody = ({
  id,
  number,
  contract,
  createdBy,
  createdAt,
  publishedAt,
  current,
}: ScriptVersion) => ({
  id,
  number,
  contract,
  createdBy,
  createdAt,
  publishedAt,
  current,
});
export const pageOfVersions = pageOf(versionBodySchema, 'PageOfDecoderVersions');

export const versionSourceSchema = z
  .strictObject({ ...versionShape, script: z.string(), mapping: mappingSchema })
  .meta({ id: 'DecoderVersionSource' });
export const versionSourceBody = (version: ScriptSource) => ({
  ...versionBody(version),
  script: version.source,
  mapping: version.mapping,
});

export const testBodySchema = z
  .strictObject({
    id: z.guid(),
    name: z.string(),
    input: z.unknown(),
    expected: expectationSchema,
    createdBy: z.string(),
    createdAt: timeSchema,
    modifiedAt: timeSchema,
  })
  .meta({ id: 'DecoderTest' });
export const testBody = (test: ScriptTest) => test;
export const pageOfTests = pageOf(testBodySchema, 'PageOfDecoderTests');

export const testResultsSchema = z
  .strictObject({
    passed: z.number().int(),
    failed: z.number().int(),
    tests: z.array(
      z.strictObject({
        testId: z.guid(),
        name: z.string(),
        passed: z.boolean(),
        differences: z.array(
          z.strictObject({
            name: z.string(),
            what: z.enum(['gone', 'new', 'value', 'unit', 'type', 'time', 'error']),
            before: z.string().nullable(),
            after: z.string().nullable(),
          }),
        ),
        error: z
          .object({
            name: z.string(),
            message: z.string(),
            line: z.number().nullable(),
            column: z.number().nullable(),
          })
          .nullable(),
        durationMs: z.number(),
      }),
    ),
  })
  .meta({ id: 'DecoderTestResults' });
export const testResultsBody = (tests: TestResult[]) => ({
  passed: tests.filter((one) => one.passed).length,
  failed: tests.filter((one) => !one.passed).length,
  tests,
});
