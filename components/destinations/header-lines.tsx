/** The head of a request as it goes over the wire; secrets are dots already. */
export function HeaderLines({
  request,
}: {
  request: { method: string; address: string; headers: Record<string, string> };
}) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-sunk px-3 py-2 font-mono text-[12.5px] leading-[19px]">
      <div className="break-all">
        <span className="font-semibold text-up">{request.method}</span> {request.address}
      </div>
      {Object.entries(request.headers).map(([name, value]) => (
        <div key={name} className="break-all">
          <span className="text-dim">{name}: </span>
          {value}
        </div>
      ))}
    </div>
  );
}
