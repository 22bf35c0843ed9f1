package summary

import (
	"slices"
	"strings"

	"github.com/visitwright/visitwright/scribe/fact"
)

// What a translated line must have in common with the line it says: the numbers
// with their units, the medicines, the sides, and whether it denies. A figure is
// one of them in a form that both languages share: "n 10 mg", "d lisinopril".

// inEnglish lists the figures of an English line.
func inEnglish(text string) []string {
	words := fact.Plain(text)
	out := drugsOf(words)
	for i, w := range words {
		for _, n := range fact.Digits(w) {
			out = append(out, counted(n, unitBehind(words, i, units)))
		}
		switch {
		case w == "twice":
			out = append(out, counted("2", "times"))
		case englishNo[w]:
			out = append(out, "-")
		}
	}
	for side := range fact.Sides(words) {
		out = append(out, "s "+side)
	}
	return settled(out)
}

// inSpanish lists the figures of a Spanish line.
func inSpanish(text string) []string {
	words := fact.Plain(text)
	out := drugsOf(words)
	for i, w := range words {
		n := fact.Digits(w)
		if v, ok := spanishNumbers[w]; ok {
			n = []string{v}
		}
		for _, v := range n {
			out = append(out, counted(v, unitBehind(words, i, units)))
		}
		if spanishNo[w] || spanishStops(w) || strings.HasPrefix(w, "ningun") || strings.HasPrefix(w, "evit") {
			out = append(out, "-")
		}
		switch {
		case strings.HasPrefix(w, "izquierd"):
			out = append(out, "s left")
		case w == "derecho" || w == "derecha" || w == "derechos" || w == "derechas":
			out = append(out, "s right")
		case w == "ambos" || w == "ambas" || w == "bilateral" || w == "bilaterales":
			out = append(out, "s bilateral")
		}
	}
	return settled(out)
}

// settled sorts figures. A line that denies twice denies; a one is often an
// article in the other language ("1 tablet", "una tableta") and is left out.
func settled(figures []string) []string {
	figures = slices.DeleteFunc(figures, func(f string) bool { return f == "n 1" || strings.HasPrefix(f, "n 1 ") })
	slices.Sort(figures)
	out := figures[:0]
	for i, f := range figures {
		if i > 0 && f == figures[i-1] && (f == "-" || f[0] == 'd' || f[0] == 's') {
			continue
		}
		out = append(out, f)
	}
	return out
}

func counted(n, unit string) string { return strings.TrimSpace("n " + n + " " + unit) }

func drugsOf(words []string) []string {
	var out []string
	for _, f := range fact.In(words) {
		if f.Kind == fact.Drug && !f.Term.Class {
			out = append(out, "d "+f.Name)
		}
	}
	return out
}

// unitBehind is the unit that stands directly behind a number or in its word.
func unitBehind(words []string, i int, units map[string]string) string {
	if u := units[strings.TrimLeft(words[i], "0123456789.,/:-")]; u != "" {
		return u
	}
	if i+1 < len(words) {
		return units[words[i+1]]
	}
	return ""
}

// units are those that both languages write, each in one form.
var units = map[string]string{
	"mg": "mg", "milligram": "mg", "milligrams": "mg", "miligramo": "mg", "miligramos": "mg", "mcg": "mcg", "microgram": "mcg", "micrograms": "mcg", "microgramo": "mcg", "microgramos": "mcg",
	"g": "g", "gram": "g", "grams": "g", "gramo": "g", "gramos": "g", "ml": "ml", "milliliter": "ml", "milliliters": "ml", "mililitro": "ml", "mililitros": "ml",
	"unit": "unit", "units": "unit", "unidad": "unit", "unidades": "unit", "%": "%", "percent": "%", "mmhg": "mmhg",
	"minute": "minute", "minutes": "minute", "minuto": "minute", "minutos": "minute", "hour": "hour", "hours": "hour", "hora": "hour", "horas": "hour",
	"day": "day", "days": "day", "día": "day", "días": "day", "dia": "day", "dias": "day", "week": "week", "weeks": "week", "semana": "week", "semanas": "week",
	"month": "month", "months": "month", "mes": "month", "meses": "month", "year": "year", "years": "year", "año": "year", "años": "year",
	"time": "times", "times": "times", "vez": "times", "veces": "times", "pound": "pound", "pounds": "pound", "libra": "pound", "libras": "pound",
}

// spanishNumbers are the number words; one is left out, see settled.
var spanishNumbers = map[string]string{
	"dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14", "quince": "15",
	"dieciséis": "16", "diecisiete": "17", "dieciocho": "18", "diecinueve": "19", "veinte": "20", "veinticuatro": "24", "veinticinco": "25", "treinta": "30", "cuarenta": "40", "cincuenta": "50", "sesenta": "60",
	"setenta": "70", "ochenta": "80", "noventa": "90", "cien": "100", "ciento": "100", "doscientos": "200", "quinientos": "500", "mil": "1000",
}

var englishNo = map[string]bool{"no": true, "not": true, "never": true, "without": true, "avoid": true, "stop": true, "none": true, "nothing": true, "neither": true, "nor": true, "cannot": true, "don't": true, "doesn't": true, "isn't": true, "aren't": true, "won't": true, "can't": true, "shouldn't": true, "didn't": true}

var spanishNo = map[string]bool{"no": true, "nunca": true, "jamás": true, "sin": true, "ni": true, "tampoco": true, "nada": true}

// spanishStops reports whether a word says to stop. "para" is left out: it is
// nearly always "for".
func spanishStops(w string) bool {
	switch w {
	case "deje", "dejar", "deja", "dejará", "dejaremos", "suspenda", "suspender", "suspenderá", "suspenderemos", "suspende", "pare", "parar", "detenga", "detener", "interrumpa", "interrumpir", "descontinúe", "descontinuar", "discontinúe":
		return true
	}
	return false
}
