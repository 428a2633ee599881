-- For wrk: sends requests from a file of records of equal length, one after the other, each once, and tells what came of
-- them as one line of JSON. Arguments: the file, a record's length, how many there are.
sent = 0

function setup(thread)
  replayer = thread
end

function init(args)
  file = assert(io.open(args[1], 'rb'))
  length = tonumber(args[2])
end

function request()
  local record = file:read(length)
  if not record then
    file:seek('set')
    record = file:read(length)
  end
  sent = sent + 1
  return record
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'replayed: {"sent":%d,"answered":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"refused":%d,"broken":%d}',
    replayer:get('sent'), summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
