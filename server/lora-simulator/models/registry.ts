import type { SensorModel } from './contract.ts';
import { elsysErs } from './elsys-ers.ts';
import { rawCounter } from './raw-counter.ts';
import { thingsmlQuay } from './thingsml-quay.ts';
import { tracker } from './tracker.ts';
import { wasteBin } from './waste-bin.ts';
import { waterLevel } from './water-level.ts';

/** Every kind of sensor that the simulator can be. */
const MODELS: readonly SensorModel[] = [elsysErs, waterLevel, wasteBin, thingsmlQuay, rawCounter, tracker];

export function sensorModel(key: string): SensorModel {
  const model = MODELS.find((one) => one.key === key);
  if (!model) throw new Error(`There is no sensor model "${key}".`);
  return model;
}
