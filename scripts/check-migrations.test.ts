import { describe, expect, it } from 'vitest';
import { blockingStatements } from './check-migrations.ts';

describe('what would stop those who work meanwhile', () => {
  it.each([
    ['CREATE INDEX "uplinks_x" ON "uplinks" USING btree ("x");', 'keeps its writers waiting'],
    ['CREATE UNIQUE INDEX IF NOT EXISTS "x" ON "public"."packs" ("x");', 'keeps its writers waiting'],
    ['ALTER TABLE "flows" ADD COLUMN "x" text NOT NULL;', 'has no default'],
    ['ALTER TABLE "mails" ALTER COLUMN "x" SET DATA TYPE bigint;', 'writes the whole table anew'],
    ['ALTER TABLE "devices" ALTER COLUMN "x" SET NOT NULL;', 'VALIDATE CONSTRAINT'],
    [
      'ALTER TABLE "devices" ADD CONSTRAINT "x_fk" FOREIGN KEY ("x") REFERENCES "public"."flows"("id");',
      'NOT VALID',
    ],
    ['ALTER TABLE "twins" ADD CONSTRAINT "x" UNIQUE("x");', 'index is built'],
    ['ALTER TABLE "mails" DROP COLUMN "x";', 'release before'],
    ['ALTER TABLE "mails" RENAME TO "letters";', 'release before'],
    ['DROP TABLE "mails" CASCADE;', 'release before'],
    ['SET LOCAL ROLE things_pipeline;\nUPDATE alerts SET x = 1;\nRESET ROLE;', 'every row is written'],
    ['LOCK TABLE uplinks IN EXCLUSIVE MODE;', 'nobody may use'],
  ])('%s', (text, why) => {
    expect(blockingStatements(text)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    [
      'a table of its own',
      'CREATE TABLE "x" ("a" int);--> statement-breakpoint\nCREATE INDEX "x_a" ON "x" ("a");--> statement-breakpoint\nALTER TABLE "x" ADD CONSTRAINT "x_fk" FOREIGN KEY ("a") REFERENCES "public"."devices"("id");',
    ],
    ['an index on a small table', 'CREATE INDEX "mails_x" ON "mails" USING btree ("x");'],
    ['a column with a default', `ALTER TABLE "customers" ADD COLUMN "x" text DEFAULT 'a' NOT NULL;`],
    ['a column that may be empty', 'ALTER TABLE "uplinks" ADD COLUMN "x" text;'],
    ['rows that are chosen', 'UPDATE alerts a SET x = 1 WHERE a.y;'],
    [
      'a constraint that looks at new rows only',
      'ALTER TABLE "devices" ADD CONSTRAINT "x" CHECK (x > 0) NOT VALID;',
    ],
    [
      'what is said to block nobody',
      '-- Blocks nobody: a thousand rows at most.\nALTER TABLE "mails" DROP COLUMN "x";',
    ],
    ['words about it', '-- DROP TABLE mails;\nSELECT 1;'],
  ])('not %s', (_, text) => {
    expect(blockingStatements(text)).toEqual([]);
  });
});
