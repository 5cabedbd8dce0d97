'use client';
import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link whose page is fetched ahead once somebody points at it. For links that stand on every page in numbers: fetched
 * ahead wherever they are in view, they cost a dozen answers a page for the one that is followed.
 */
export function IntentLink(props: ComponentProps<typeof Link>) {
  const [intended, setIntended] = useState(false);
  return (
    <Link
      {...props}
      prefetch={intended ? null : false}
      onPointerEnter={(event) => {
        setIntended(true);
        props.onPointerEnter?.(event);
      }}
    />
  );
}
