import { Skeleton } from '#components/ui/skeleton.tsx';

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** The outline of any page while its own is being read: where title, toolbar and rows will stand. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton className="mb-3 w-24" />
      <Skeleton className="mb-5 h-6! w-56" />
      <Skeleton className="mb-3 h-8! w-72 rounded-md!" />
      <div className="rounded-xl border border-line bg-panel px-4 shadow-1">
        {rows.map((row) => (
          <div key={row} className="flex h-12 items-center gap-6 border-line-soft border-b last:border-0">
            <Skeleton className="w-1/4" />
            <Skeleton className="w-1/6 max-sm:hidden" />
            <Skeleton className="w-16" />
            <Skeleton className="ml-auto w-24 max-sm:hidden" />
          </div>
        ))}
      </div>
    </div>
  );
}
