package onnx

import (
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// Field numbers of onnx.proto3 (ONNX IR specification, version 10).
const (
	modelGraph       = 7
	graphNode        = 1
	graphName        = 2
	graphInitializer = 5
	graphInput       = 11
	graphOutput      = 12
	nodeInput        = 1
	nodeOutput       = 2
	nodeOpType       = 4
	nodeAttribute    = 5
	attributeName    = 1
	attributeGraph   = 6
	tensorName       = 8
	valueName        = 1
	valueType        = 2
	typeTensor       = 1
	tensorShape      = 2
)

// Branch names the two sides of an If node as ONNX does.
type Branch string

// The sides of an If node.
const (
	Then Branch = "then_branch"
	Else Branch = "else_branch"
)

// Graph is a model with the names of its inputs and outputs in order.
type Graph struct {
	Data            []byte
	Inputs, Outputs []string
}

// ErrGraph is returned for a model that is not built as Lift expects.
var ErrGraph = errors.New("the model's graph has an unexpected form")

// Lift takes one branch of a model whose graph is a single If node and makes it a model of its own, cut down to what the
// outputs chosen by keep need. An input for which turn is true reaches the graph through a swap of its last two
// dimensions alone; that swap is taken out, and the caller hands the input over already swapped, under the name
// it had after the swap.
func Lift(model []byte, side Branch, keep, turn func(name string) bool) (Graph, error) {
	top, err := fields(model)
	if err != nil {
		return Graph{}, err
	}
	outer, err := fields(one(top, modelGraph))
	if err != nil {
		return Graph{}, err
	}
	nodes := all(outer, graphNode)
	if len(nodes) != 1 || text(nodes[0], nodeOpType) != "If" {
		return Graph{}, fmt.Errorf("%w: not a single If node", ErrGraph)
	}
	body, err := branch(nodes[0], side)
	if err != nil {
		return Graph{}, err
	}
	l := lifting{outer: outer, body: body, turned: map[string]string{}, needed: map[string]bool{}}
	l.outputs(keep)
	l.nodes(turn)
	return l.model(top)
}

type lifting struct {
	outer, body []field
	turned      map[string]string // an input's name -> its name after the swap that was taken out
	needed      map[string]bool
	graph       []byte
	in, out     []string
}

// outputs writes the kept outputs: the outer graph's shape under the branch's name.
func (l *lifting) outputs(keep func(string) bool) {
	inner := all(l.body, graphOutput)
	for i, value := range all(l.outer, graphOutput) {
		if i >= len(inner) || !keep(text(value, valueName)) {
			continue
		}
		name := text(inner[i], valueName)
		l.needed[name] = true
		l.out = append(l.out, text(value, valueName))
		l.graph = put(l.graph, graphOutput, renamed(value, name))
	}
}

// nodes keeps, from the last to the first, what the outputs need.
func (l *lifting) nodes(turn func(string) bool) {
	kept := [][]byte{}
	for _, node := range slices.Backward(all(l.body, graphNode)) {
		outs := texts(node, nodeOutput)
		if !slices.ContainsFunc(outs, func(name string) bool { return l.needed[name] }) {
			continue
		}
		ins := texts(node, nodeInput)
		if text(node, nodeOpType) == "Transpose" && turn(ins[0]) {
			l.turned[ins[0]] = outs[0]
			continue
		}
		for _, name := range ins {
			l.needed[name] = true
		}
		kept = append(kept, node)
	}
	for _, node := range slices.Backward(kept) {
		l.graph = put(l.graph, graphNode, node)
	}
}

func (l *lifting) model(top []field) (Graph, error) {
	for _, value := range all(l.outer, graphInput) {
		name := text(value, valueName)
		if after, ok := l.turned[name]; ok {
			l.graph = put(l.graph, graphInput, swapped(value, after))
		} else if l.needed[name] {
			l.graph = put(l.graph, graphInput, value)
		} else {
			continue
		}
		l.in = append(l.in, name)
	}
	for _, tensor := range all(l.outer, graphInitializer) {
		if l.needed[text(tensor, tensorName)] {
			l.graph = put(l.graph, graphInitializer, tensor)
		}
	}
	if len(l.out) == 0 || len(l.in) == 0 {
		return Graph{}, fmt.Errorf("%w: nothing of it is kept", ErrGraph)
	}
	l.graph = put(l.graph, graphName, []byte("lifted"))
	var model []byte
	for _, f := range top {
		if f.number != modelGraph {
			model = append(model, f.raw...)
		}
	}
	return Graph{Data: put(model, modelGraph, l.graph), Inputs: l.feedNames(), Outputs: l.graphOutputs()}, nil
}

// feedNames are the names the runtime knows the inputs by.
func (l *lifting) feedNames() []string {
	names := slices.Clone(l.in)
	for i, name := range names {
		if after, ok := l.turned[name]; ok {
			names[i] = after
		}
	}
	return names
}

func (l *lifting) graphOutputs() []string {
	fs, _ := fields(l.graph)
	names := []string{}
	for _, value := range all(fs, graphOutput) {
		names = append(names, text(value, valueName))
	}
	return names
}

func branch(node []byte, side Branch) ([]field, error) {
	attributes, err := fields(node)
	if err != nil {
		return nil, err
	}
	for _, attribute := range all(attributes, nodeAttribute) {
		if text(attribute, attributeName) != string(side) {
			continue
		}
		inner, err := fields(attribute)
		if err != nil {
			return nil, err
		}
		return fields(one(inner, attributeGraph))
	}
	return nil, fmt.Errorf("%w: no %s", ErrGraph, side)
}

// swapped is a value description with the last two dimensions of its shape exchanged and another name.
func swapped(value []byte, name string) []byte {
	typed, _ := fields(value)
	tensor, _ := fields(one(typed, valueType))
	inner, _ := fields(one(tensor, typeTensor))
	shape, _ := fields(one(inner, tensorShape))
	if n := len(shape); n >= 2 {
		shape[n-1], shape[n-2] = shape[n-2], shape[n-1]
	}
	var dims, body []byte
	for _, d := range shape {
		dims = append(dims, d.raw...)
	}
	for _, f := range inner {
		if f.number != tensorShape {
			body = append(body, f.raw...)
		}
	}
	body = put(body, tensorShape, dims)
	return put(put(nil, valueName, []byte(name)), valueType, put(nil, typeTensor, body))
}

func renamed(value []byte, name string) []byte {
	fs, _ := fields(value)
	out := put(nil, valueName, []byte(name))
	for _, f := range fs {
		if f.number != valueName {
			out = append(out, f.raw...)
		}
	}
	return out
}

type field struct {
	number protowire.Number
	raw    []byte // with its tag
	body   []byte // of a length-delimited field
}

func fields(message []byte) ([]field, error) {
	var out []field
	for len(message) > 0 {
		number, _, size := protowire.ConsumeField(message)
		if size < 0 {
			return nil, fmt.Errorf("%w: %w", ErrGraph, protowire.ParseError(size))
		}
		f := field{number: number, raw: message[:size]}
		if _, typ, tag := protowire.ConsumeTag(message); typ == protowire.BytesType {
			f.body, _ = protowire.ConsumeBytes(message[tag:])
		}
		out = append(out, f)
		message = message[size:]
	}
	return out, nil
}

func all(fs []field, number protowire.Number) [][]byte {
	var out [][]byte
	for _, f := range fs {
		if f.number == number {
			out = append(out, f.body)
		}
	}
	return out
}

func one(fs []field, number protowire.Number) []byte {
	if found := all(fs, number); len(found) > 0 {
		return found[0]
	}
	return nil
}

func texts(message []byte, number protowire.Number) []string {
	fs, _ := fields(message)
	var out []string
	for _, b := range all(fs, number) {
		out = append(out, string(b))
	}
	return out
}

func text(message []byte, number protowire.Number) string {
	if found := texts(message, number); len(found) > 0 {
		return found[0]
	}
	return ""
}

func put(to []byte, number protowire.Number, body []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, number, protowire.BytesType), body)
}
