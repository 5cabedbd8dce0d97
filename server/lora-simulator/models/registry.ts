import type { ModelName } from '../contract.ts';
import type { SensorModel } from './contract.ts';
import { elsysErs } from './elsys-ers.ts';
import { ownPayload } from './own-payload.ts';
import { rawCounter } from './raw-counter.ts';
import { thingsmlQuay } from './thingsml-quay.ts';
import { tracker } from './tracker.ts';
import { wasteBin } from './waste-bin.ts';
import { waterLevel } from './water-level.ts';

/** Every kind of sensor that the simulator can be. */
const MODELS: Record<ModelName, SensorModel> = {
  'elsys-ers': elsysErs,
  'water-level': waterLevel,
  'waste-bin': wasteBin,
  'thingsml-quay': thingsmlQuay,
  'raw-counter': rawCounter,
  tracker,
  'own-payload': ownPayload,
};

export function sensorModel(name: ModelName): SensorModel {
  return MODELS[name];
}

/** Built-in decoders and types whose devices send what a model sends. */
const READ_BY: [model: ModelName, decoder: RegExp][] = [
  ['elsys-ers', /^elsys-ers/],
  ['thingsml-quay', /^thingsml-lora/],
];

/** What a device of a type would send, where that is known; else what can be read raw. */
export function modelFor(type: { slug: string; decoders: readonly string[] }): ModelName {
  const named = Object.keys(MODELS).find((name) => name === type.slug) as ModelName | undefined;
  const read = READ_BY.find(([, decoder]) => type.decoders.some((key) => decoder.test(key)));
  return named ?? read?.[0] ?? 'raw-counter';
}
