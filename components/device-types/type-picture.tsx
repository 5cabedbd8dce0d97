'use client';
import CloudSun from 'lucide-react/icons/cloud-sun';
import Cpu from 'lucide-react/icons/cpu';
import MapPin from 'lucide-react/icons/map-pin';
import type { ReactNode } from 'react';
import { cx } from '#components/ui/cx.ts';
import type { DeviceType } from '#server/device-types/contract.ts';

const BY_GROUP: Record<string, ReactNode> = { Sensors: <CloudSun />, Trackers: <MapPin /> };

interface TypePictureProps {
  type: Pick<DeviceType, 'id' | 'group' | 'picture'>;
  size: 'small' | 'large';
}

/** What a device of the type looks like; without a picture the sign of its group. Says nothing that its name does not. */
export function TypePicture({ type: { id, group, picture }, size }: TypePictureProps) {
  const box = cx(
    'grid shrink-0 place-items-center overflow-hidden rounded-lg border border-line-soft bg-sunk text-faint',
    size === 'small' ? 'size-8 [&_svg]:size-4' : 'size-16 [&_svg]:size-7',
  );
  if (!picture)
    return (
      <span aria-hidden="true" className={box}>
        {BY_GROUP[group] ?? <Cpu />}
      </span>
    );
  return (
    <span className={box}>
      {/* biome-ignore lint/performance/noImgElement: half a megabyte at most, kept by the browser by its hash */}
      <img
        alt=""
        src={`/downloads/device-types/${id}/picture?v=${picture.slice(0, 16)}`}
        className="size-full object-contain"
        loading="lazy"
      />
    </span>
  );
}
