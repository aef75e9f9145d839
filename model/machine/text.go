package machine

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Fn is a function on 0, 1, … In TLA+ a sequence is a function on 1, 2, …,
// which is what other slices stand for.
type Fn[T any] []T

func (Fn[T]) fromZero() {}

// Set is a set of the numbers 0 to 63.
type Set uint64

// SetOf returns the set of the numbers below n.
func SetOf(n int) Set { return 1<<n - 1 }

// Has reports whether i is in the set.
func (s Set) Has(i int) bool { return s>>i&1 != 0 }

// With returns the set with i.
func (s Set) With(i int) Set { return s | 1<<i }

// Without returns the set without i.
func (s Set) Without(i int) Set { return s &^ (1 << i) }

// Text returns the canonical text of a value: TLA+, with the fields of records
// and the elements of sets in order of their text, and without blanks. Structs
// are records, whose fields are called as the tag tla says, or else as the Go
// fields with a small first letter; a field with the tag "-" is left out. Slices
// are sequences, maps functions; [Fn] and [Set] are what they say.
func Text(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		b.WriteString(strings.ToUpper(strconv.FormatBool(v.Bool())))
	case reflect.String:
		b.WriteString(strconv.Quote(v.String()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		b.WriteString(strconv.FormatInt(v.Int(), 10))
	case reflect.Struct:
		writeRecord(b, v)
	case reflect.Slice, reflect.Array:
		if _, ok := v.Interface().(interface{ fromZero() }); ok {
			writeFn(b, v)
			return
		}
		elements := make([]string, v.Len())
		for i := range elements {
			elements[i] = Text(v.Index(i).Interface())
		}
		b.WriteString(sequence(elements))
	case reflect.Map:
		var pairs []pair
		for it := v.MapRange(); it.Next(); {
			pairs = append(pairs, pair{key(it.Key()), Text(it.Value().Interface())})
		}
		b.WriteString(function(pairs))
	case reflect.Interface, reflect.Pointer:
		write(b, v.Elem())
	default:
		if s, ok := v.Interface().(Set); ok {
			b.WriteString(s.text())
			return
		}
		panic(fmt.Sprintf("machine: a value of type %v has no text", v.Type()))
	}
}

func writeRecord(b *strings.Builder, v reflect.Value) {
	pairs := make([]pair, 0, v.NumField())
	for i, f := 0, v.Type(); i < v.NumField(); i++ {
		name := f.Field(i).Tag.Get("tla")
		switch {
		case name == "-":
			continue
		case name == "":
			name = strings.ToLower(f.Field(i).Name[:1]) + f.Field(i).Name[1:]
		}
		pairs = append(pairs, pair{name, Text(v.Field(i).Interface())})
	}
	b.WriteString(function(pairs))
}

func writeFn(b *strings.Builder, v reflect.Value) {
	pairs := make([]pair, v.Len())
	for i := range pairs {
		pairs[i] = pair{strconv.Itoa(i), Text(v.Index(i).Interface())}
	}
	b.WriteString(function(pairs))
}

// key returns the text of a key: a string without quotes, as in records.
func key(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	return Text(v.Interface())
}

// pair is an element of a function.
type pair struct{ key, value string }

// function returns the text of a function. One on 1…n is a sequence.
func function(pairs []pair) string {
	slices.SortFunc(pairs, func(a, b pair) int { return compareKeys(a.key, b.key) })
	values, isSequence := make([]string, len(pairs)), true
	for i, p := range pairs {
		values[i] = p.value
		isSequence = isSequence && p.key == strconv.Itoa(i+1)
	}
	if isSequence {
		return sequence(values)
	}
	for i, p := range pairs {
		values[i] = p.key + "|->" + p.value
	}
	return "[" + strings.Join(values, ",") + "]"
}

// compareKeys orders numbers by value, and before names.
func compareKeys(a, b string) int {
	if isNumber(a) && isNumber(b) && len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// isNumber reports whether a key is a number, which is written without zeros in
// front.
func isNumber(key string) bool { return key != "" && key[0] >= '0' && key[0] <= '9' }

func sequence(elements []string) string { return "<<" + strings.Join(elements, ",") + ">>" }

// text returns the elements in braces.
func (s Set) text() string {
	var elements []string
	for i := range 64 {
		if s.Has(i) {
			elements = append(elements, strconv.Itoa(i))
		}
	}
	return set(elements)
}

// set returns the text of a set.
func set(elements []string) string {
	slices.SortFunc(elements, compareKeys)
	return "{" + strings.Join(elements, ",") + "}"
}
