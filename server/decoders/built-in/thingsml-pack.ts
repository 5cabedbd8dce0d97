import type { SenmlPack, SenmlRecord } from '#server/protocols/senml/record.ts';

/** The form before December 2022: base fields in a record of their own, their time in whole seconds. */
export function baseApart([first, ...rest]: SenmlPack): SenmlPack {
  const { bn, bt, ...record } = first ?? {};
  const base: SenmlRecord = {};
  if (bn !== undefined) base.bn = bn;
  if (bt !== undefined) base.bt = Math.round(bt);
  return Object.keys(record).length === 0 ? [base, ...rest] : [base, record, ...rest];
}
