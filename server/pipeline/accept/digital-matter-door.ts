import { parseDigitalMatter } from '#server/protocols/digital-matter/parse-digital-matter.ts';
import type { DigitalMatterRecord } from '#server/protocols/digital-matter/report.ts';
import type { ParseResult } from '#server/protocols/parse-result.ts';
import { parsed } from '#server/protocols/parse-result.ts';

export interface DigitalMatterReport {
  imei: string;
  records: { event: DigitalMatterRecord; body: Uint8Array }[];
}

/**
 * Each record of a report is a message of its own: it has its own moment, and it may come again in another report. The raw
 * form of a record is the report with that record alone, where there are several.
 */
export function readDigitalMatter(body: Uint8Array): ParseResult<DigitalMatterReport> {
  const events = parseDigitalMatter(body);
  if (!events.ok) return events;
  const [first] = events.value as [DigitalMatterRecord, ...DigitalMatterRecord[]];
  if (events.value.length === 1) return parsed({ imei: first.imei, records: [{ event: first, body }] });
  const report = JSON.parse(Buffer.from(body).toString('utf8')) as { Records: unknown[] };
  const records = events.value.map((event, n) => ({
    event,
    body: Buffer.from(JSON.stringify({ ...report, Records: [report.Records[n]] })),
  }));
  return parsed({ imei: first.imei, records });
}
