#!/usr/bin/env python3
"""Turn Resemblyzer's speaker encoder into an ONNX file. Python standard library only.

    convert_voice_encoder.py Resemblyzer-0.1.4-py3-none-any.whl voice-encoder.onnx

The wheel (Apache-2.0) holds `resemblyzer/pretrained.pt`, a PyTorch checkpoint in the old non-zip format. A pickle can
run code, so it is read by an unpickler that knows three names and refuses all others. The result is one graph:

    wav [batch, 1, samples]  16 kHz, -1..1, at least 25600 samples, centred like librosa (200 samples of padding are the caller's)
    -> power spectrum (Conv with a 400-point Hann-windowed DFT, hop 160) -> 40 Slaney mel bands
    -> three LSTM layers of 256 -> linear, ReLU, unit length -> embedding [batch, 256]

The same input gives the same bytes, so the result can be checked by hash.
"""
import collections
import math
import pickle
import struct
import sys
import zipfile

RATE, FFT, HOP, MELS, HIDDEN = 16000, 400, 160, 40, 256


class CheckpointReader(pickle.Unpickler):
    """Knows only what a dictionary of tensors needs."""

    def find_class(self, module, name):
        known = {
            ("collections", "OrderedDict"): collections.OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): lambda storage, offset, size, *rest: (storage, offset, size),
            ("torch", "FloatStorage"): "FloatStorage",
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"refused: {module}.{name}")
        return known[(module, name)]

    def persistent_load(self, pid):
        return pid[2]  # the storage's key


def load_weights(stream):
    """Name -> (shape, list of floats) of the old torch.save layout."""
    for _ in range(3):  # magic number, protocol version, system
        CheckpointReader(stream).load()
    state = CheckpointReader(stream).load()["model_state"]
    storages = {}
    for key in CheckpointReader(stream).load():
        (count,) = struct.unpack("<q", stream.read(8))
        storages[key] = stream.read(4 * count)
    weights = {}
    for name, (key, offset, size) in state.items():
        count = math.prod(size)
        weights[name] = (size, struct.unpack_from(f"<{count}f", storages[key], 4 * offset))
    return weights


# ---- protocol buffers, the few shapes an ONNX file needs

def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def number(field, n):
    return varint(field << 3) + varint(n)


def block(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def tensor(name, dims, values, kind="f"):
    dtype = {"f": 1, "q": 7}[kind]
    return (b"".join(number(1, d) for d in dims) + number(2, dtype) + block(8, name)
            + block(9, struct.pack(f"<{len(values)}{kind}", *values)))


def attribute(name, value):
    if isinstance(value, str):
        return block(1, name) + block(4, value) + number(20, 3)
    if isinstance(value, int):
        return block(1, name) + number(3, value) + number(20, 2)
    return block(1, name) + b"".join(number(8, v) for v in value) + number(20, 7)


def node(op, inputs, outputs, **attributes):
    return (b"".join(block(1, i) for i in inputs) + b"".join(block(2, o) for o in outputs) + block(4, op)
            + b"".join(block(5, attribute(k, v)) for k, v in attributes.items()))


def value(name, dims):
    shape = b"".join(block(1, block(2, d) if isinstance(d, str) else number(1, d)) for d in dims)
    return block(1, name) + block(2, block(1, number(1, 1) + block(2, shape)))


# ---- the signal front

def dft_basis():
    """402 filters of 400 samples: Hann window times cosine, then times sine, of bins 0..200."""
    hann = [0.5 - 0.5 * math.cos(2 * math.pi * n / FFT) for n in range(FFT)]
    rows = []
    for wave in (math.cos, math.sin):
        for k in range(FFT // 2 + 1):
            rows.extend(hann[n] * wave(2 * math.pi * (k * n % FFT) / FFT) for n in range(FFT))
    return rows


def mel_bands():
    """[201, 40]: Slaney's mel scale with area-normalised triangles, as librosa.filters.mel makes by default."""
    def to_mel(hz):
        return hz / (200 / 3) if hz < 1000 else 15 + math.log(hz / 1000) / (math.log(6.4) / 27)

    def to_hz(mel):
        return mel * 200 / 3 if mel < 15 else 1000 * math.exp((mel - 15) * math.log(6.4) / 27)

    edge = [to_hz(to_mel(RATE / 2) * i / (MELS + 1)) for i in range(MELS + 2)]
    out = []
    for k in range(FFT // 2 + 1):
        hz = k * RATE / FFT
        for m in range(MELS):
            rise = (hz - edge[m]) / (edge[m + 1] - edge[m])
            fall = (edge[m + 2] - hz) / (edge[m + 2] - edge[m + 1])
            out.append(max(0.0, min(rise, fall)) * 2 / (edge[m + 2] - edge[m]))
    return out


def gates(values, width):
    """PyTorch orders the gates i, f, g, o; ONNX wants i, o, f, g."""
    size = HIDDEN * width
    part = [values[g * size:(g + 1) * size] for g in range(4)]
    return [*part[0], *part[3], *part[1], *part[2]]


def build(weights):
    bins = FFT // 2 + 1
    inits = [
        tensor("dft", [2 * bins, 1, FFT], dft_basis()),
        tensor("mel", [bins, MELS], mel_bands()),
        tensor("halves", [2], [bins, bins], "q"),
        tensor("first", [1], [0], "q"),
        tensor("linear_w", [HIDDEN, HIDDEN], weights["linear.weight"][1]),
        tensor("linear_b", [HIDDEN], weights["linear.bias"][1]),
        tensor("tiny", [1], [1e-9]),
    ]
    nodes = [
        node("Conv", ["wav", "dft"], ["spectrum"], strides=[HOP]),
        node("Mul", ["spectrum", "spectrum"], ["squared"]),
        node("Split", ["squared", "halves"], ["re2", "im2"], axis=1),
        node("Add", ["re2", "im2"], ["power"]),
        node("Transpose", ["power"], ["frames"], perm=[2, 0, 1]),
        node("MatMul", ["frames", "mel"], ["x0"]),
    ]
    for layer in range(3):
        width = MELS if layer == 0 else HIDDEN
        w = gates(weights[f"lstm.weight_ih_l{layer}"][1], width)
        r = gates(weights[f"lstm.weight_hh_l{layer}"][1], HIDDEN)
        b = gates(weights[f"lstm.bias_ih_l{layer}"][1], 1) + gates(weights[f"lstm.bias_hh_l{layer}"][1], 1)
        inits += [tensor(f"w{layer}", [1, 4 * HIDDEN, width], w), tensor(f"r{layer}", [1, 4 * HIDDEN, HIDDEN], r),
                  tensor(f"b{layer}", [1, 8 * HIDDEN], b)]
        nodes += [node("LSTM", [f"x{layer}", f"w{layer}", f"r{layer}", f"b{layer}"], [f"y{layer}", f"h{layer}"],
                       hidden_size=HIDDEN),
                  node("Squeeze", [f"y{layer}", "one"], [f"x{layer + 1}"])]
    inits.append(tensor("one", [1], [1], "q"))
    nodes += [
        node("Squeeze", ["h2", "first"], ["last"]),
        node("Gemm", ["last", "linear_w", "linear_b"], ["raw"], transB=1),
        node("Relu", ["raw"], ["positive"]),
        node("ReduceL2", ["positive"], ["length"], axes=[1]),
        node("Add", ["length", "tiny"], ["divisor"]),
        node("Div", ["positive", "divisor"], ["embedding"]),
    ]
    nodes = [n for n in nodes if b"\x12\x02x3" not in n]  # the last layer's whole output is not used
    graph = (b"".join(block(1, n) for n in nodes) + block(2, "voice-encoder") + b"".join(block(5, i) for i in inits)
             + block(11, value("wav", ["batch", 1, "samples"])) + block(12, value("embedding", ["batch", HIDDEN])))
    return number(1, 8) + block(2, "visitwright set-up") + block(7, graph) + block(8, number(2, 13))


def main():
    wheel, target = sys.argv[1:]
    with zipfile.ZipFile(wheel) as archive, archive.open("resemblyzer/pretrained.pt") as checkpoint:
        data = build(load_weights(checkpoint))
    with open(target, "wb") as out:
        out.write(data)


if __name__ == "__main__":
    main()
