package reword

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAFindingDoesNotPoint(t *testing.T) {
	for said, want := range map[string]string{
		"there is some tenderness right here":                                                "there is some tenderness",
		"i see a small effusion of the knee over here today":                                 "i see a small effusion of the knee",
		"the cut is still there":                                                             "the cut is still there",
		"no warmth around the joint that i can feel":                                         "no warmth around the joint",
		"of your left arm your capillary refill is brisk":                                    "your capillary refill is brisk",
		"of the left arm and the hand":                                                       "of the left arm and the hand",
		"there are crackles on both sides and what that means is that there is water inside": "there are crackles on both sides",
		"that means it is healing":                                                           "that means it is healing",
	} {
		require.Equal(t, want, strings.Join(Placed(strings.Fields(said)), " "))
	}
}
