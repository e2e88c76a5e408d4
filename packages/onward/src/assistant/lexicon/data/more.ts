/** Further ways to say what the other files name: oblique, lay, and of carers. */
export const more = `
# symptom
cant-breathe! = stopping for breath | without stopping for breath | struggling for air | get a
  breath | working so hard to breathe | working hard to breathe | lungs +4 (full/water/fluid) |
  air wont go in | short of air | breath wont come | starved of air | cant get air | battling
  for breath | cant draw (a/any/) breath | gulping for air | fighting for air
inhaler-failing = (inhaler/puffer/pump/nebuliser) +6 (not touching/isnt touching/not doing/
  nothing/useless/wont work/stopped working)
speech-gone! = words wont come | words (that/) wont come out | wont come out my mouth | wrong
  names | wrong words | words come out wrong | tongue tied suddenly | cant say what i mean |
  talking double dutch | cant string +3 sentence | cant get +3 sentence out | word salad |
  jumbling words | using the wrong | saying the wrong words | speech has gone | cant understand
  what (he/she) is saying | babbling
face-droop! = {face} +4 (wonky/lopsided/dentist/frozen/slid/weird/slipped/twisted) | mouth +3
  wonky
vision-loss = half of +3 see | half (my/of my) (sight/view/vision) | (part/half/side) +5 see +3
  missing | eyesight +3 (gone/went/lost/failing) | sight went | went dark in | everything +3
  double | lost half my vision
balance-gone = veering | walking into walls | keep falling to | cant keep upright | legs like
  jelly and
not-breathing! = forgetting to breathe | going quiet and | keeps stopping breathing | barely
  breathing | hardly breathing | breathing (then/and then) stops | blue and not
unconscious! = slumped +4 (chair/over/floor/seat/wheel/table/sofa) | found >3 on >3 floor |
  (he/she/hes/shes/mum/dad/wife/husband/baby/nan/gran/son/ daughter) +5 (hard to wake/difficult to
  wake/hard to rouse) | (cant/couldnt/trouble/struggling) +2 (wake/rouse) +1
  (him/her/them/mum/dad) | wont answer | not answering +2 (him/her/properly) | wont come to | was
  out for a | out for a bit | went out like a light | cant get a response | went rigid | not
  moving | isnt moving | isnt waking | is out cold | wont open (his/her) eyes | eyes wont open |
  wont rouse | gone limp | limp in my arms
confused = (cant/cannot/doesnt/couldnt) +4 (what year/what day/what month/which year/which day/the
  date) | keeps asking the same | asking the same question | repeating (himself/herself) | doesnt
  know what day | not making much sense
seizure = had a turn | went rigid | jerking and dribbling | shaking and dribbling | stiff as a
  board and
chest-pain = {chest} +6 (isnt right/not right/cant explain/came on/wrong/something) | weight on
  (him/her/me) | (clutching/holding/rubbing) +3 {chest} | behind the breastbone | ({crushing}) +4
  (breast/my front/ribs) | grabbing +3 {chest}
palpitations = (ticker/heart) +4 (clappers/jumping out/out of my chest/going mad/going nuts/out
  of rhythm/skipping)
belly-severe = {pain} +3 off the scale +6 {tummy} | {tummy} +6 off the scale | never had pain
  like | worst pain of my life | pain of my life
bleeding-heavy! = squirting +6 (leg/thigh/arm/wrist/hand/neck/blood/out/cut) | pouring out | pours
  out | bowl was red | bowl full of blood | toilet full of blood | wont stop pouring | cant make
  it stop | soaking through | lot of red | loads of red | whole bowl | dripping with blood | blood
  all over | covered in blood | pool of blood | bathroom full of blood | red everywhere
deep-cut = (wound/cut/stitches/scar) +4 (opened up/burst open/split open/come apart/gaping) |
  see inside
floppy = rag doll | like a rag | wont look at me | no strength in +2 neck | head flopping
not-eating = wont take (the/a/his/her) bottle | wont latch | off the bottle | not waking for feeds
dry-child = no wet nappy | nappies are dry | nappy bone dry
contractions = tummy +4 (tight every/going tight/tightens) | keeps going tight | tight every few
  minutes
waters-gone = gush of water | gush of fluid | something has gone down there
baby-still! = (havent/not/cant/hardly/barely) >3 felt >5 (little one/baby/bub/bump/him/her/it/
  kick/kicks) | not kicking like usual | isnt kicking like
skin-mottled = marbly | like marble | corned beef | patchy purple
cauda-numb! = cant feel my (bits/bum/bottom/privates/undercarriage) | bits are numb | tell if i
  need +3 (loo/toilet/wee)
headache = headaches
sugar-low = says lo | meter +3 lo
burn-contact = (iron/hob/oven/grill/radiator/straighteners/exhaust/hair tongs) +8 (hand/hands/burnt/
  burned/burn)
burn-serious = (iron/hob/oven/grill/radiator/straighteners/exhaust/hair tongs) +8 (blistered/
  blister/palm/face) | (tipped/spilt/spilled/poured/pulled/knocked) +8
  (kettle/boiling/hot tea/hot coffee/soup/hot water) | skin +3 coming (away/off)
eye-bad = (bleach/acid/cleaner/chemical/glue/lime/cement) +4 {eye}
testicle-pain = holding his (privates/balls/bits) | privates +4 (swollen/hurt/agony/pain)
fall = went over | went down hard | came off | went over backwards | took a fall
head-hit = onto (the/) (concrete/pavement/tiles/kerb/floor) +4 ({head}/backwards) | backwards
  onto | landed on (his/her/my) head | fell backwards | hit the deck headfirst
fumes = gas fire | wood burner | log burner | gas cooker left on | engine running
all-ill = we all | all of us | whole family | everyone in the house | both of us
# symptom
croup-sound = rasping when (he/she) breathes in | cough like a (dog/seal/sea lion) | harsh noise
  on the
  way in | squeal when (he/she) breathes
pupil = pupils arent the same | black bit of (his/her/my) eye is (huge/bigger) | pupil wont shrink |
  pupils are pinpoint
no-wind = nothing coming out either end | no farts | not farting | bottom end has stopped
nosebleed = nosebleeds | nose is gushing | blood pouring from (my/his/her) nose | nose wont stop
priapism = (stiffy/boner/erection) >6 (hours/wont go down) | wont go down >4 (stiffy/boner/erection)
blocked-bowel = blocked bowel | bowels are blocked | twisted gut | gut is blocked | volvulus | bowel
  has stopped | nothing gets past the blockage
cold-baby = (baby/body/tummy/chest) feels (cold/freezing) | cold like marble | cold little body |
  baby
  is freezing | baby is ice cold
febrile-word = febrile fit | fever fit | fit with a temperature | fit with a fever | fit from the
  fever
  | convulsed with fever | fever seizure | temperature fit | hot fit
drooling = slobbering | saliva running | spit hanging | cant keep saliva in | spit pouring
long-lie = couldnt get off the floor | lay there all night | (lying/lay) on the (floor/carpet/lino)
  (since/all night) | on the (lino/carpet) since | stuck on the floor
electric = (touched/grabbed/held/hit) +3 (live wire/live cable/power line/third rail) | shock off
  the
  (socket/plug/cooker/mains) | mains shock | jolt from the (socket/plug/mains)
smoke = breathing smoke | lungs full of smoke | black snot after | choked by smoke | breathed smoke
uti = bladder infection | wee infection | infection in my (wee/bladder/kidneys) | waterworks
  infection
septic-word = blood infection | infection in (my/his/her) blood | gone septic | infected blood |
  blood
  is infected | septic shock | bacteria in the blood
stroke-word = mini strokes | tias | bleed in (my/his/her) brain | stroak | clot on the brain
bleeding-word = bleeds | haemorrhages | blood loss | bloodstained | blood stained
memory = cant remember yesterday | memory like a sieve | mind is a sieve
hoarse = voice like sandpaper | rasping voice
non-mobile = rolled off the (sofa/changing mat/worktop) | slid off the (sofa/bed)
# crisis
suicidal! = keep myself safe | sleep forever | sleep and never wake | bought a (gun/rope) |
  (pills/tablets) +3 (counted out/lined up/laid out) | how it would go | (steer/swerve/drive) +3
  (barrier/wall/tree/oncoming/ bridge) | worth more +3 (dead/insurance) | insurance +6 worth more
  | posted goodbye | (practising/practicing/tested/testing/trying) +3
  (rope/scarf/belt/noose/cord/hose) | (no one/nobody/ noone) would (find/miss/look for) |
  (wont/never/not going to) >1 (hear from me/see me) | (doing/do) +2 (family/everyone/world/them)
  +2 favour | (doing/do) +2 (family/everyone/world/them) +2 favor | set a date +4 (die/end/go) |
  tried to (die/end it/ hang/drown/jump) | (going/gonna/about/want/wanna/ready) (to/) jump | going
  to end | gonna end it | going to do it tonight | goodbye world | think i can (go on/carry
  on/keep going/do this) | i can go on | cant keep going | cant keep doing this | (nobody/no
  one/noone) would (notice/care/miss me/even notice/know) | if i (was/were) (gone/dead/not here) |
  miss me if i | when im gone | once im gone | wouldnt miss me | im a burden | just want it over |
  want it to be over | rather not be here | dont belong here anymore | jumping off | take the
  whole bottle | overdose on purpose | stop existing | cease to exist | not exist | final goodbye
  | tie a rope | gas myself | drive into | crash my car | walk into traffic | drown myself |
  starve myself | shoot myself | gun to my head | bullet | slit | cant keep (myself/himself/
  herself) safe | not safe from myself | just disappeared | disappeared for good | (everyone/
  they/you/people/family) (would/will/is/are) be happier | happier if i | happier without me |
  texted +2 goodbye | said goodbye | saying goodbye | a plan and a date | have a plan | got a plan
  to | pain to stop for ever | pain to stop forever | never been born | wish i wasnt here | wishes
  she wasnt | wishes he wasnt | wish i had never | done with life | done with living | hoarding +3
  (pills/tablets/meds) | stockpiled | stockpiling +3 (pills/tablets) | no reason (for me/) to
  (wake/live/be/carry) | given up on life | given up on living | dont see the point | whats the
  point (of/in/any) | want out | end the pain | make it all stop | never wake | join (him/her/my)
  in heaven | not be here tomorrow | not be here next week | last message | youll be better off |
  got a rope | got a noose | a noose | cant live like this | wont see me again | not going to be
  around | dont think ill make it to
farewell = (not/nothing/isnt anything) >1 after tonight | after tonight (i wont/you wont/it
  wont/none of it/it wont matter) | (tell/let) >4 (was kind to me/were kind to me/was good to
  me/did their best) | (dont/didnt/did not/not) want to be found | please thank everyone | thank
  (everyone/everybody/them all) for me | did their best with me | run out of reasons | ran out of
  reasons | out of reasons | no reasons left | (no version of/no future with/no picture of/no life
  with) >7 (me/myself) | cant picture (myself/me) +4 (next/ year/month/christmas/summer/future) |
  (next/new) (year/week/month) without me | (dies/die) with me | better when im not
  (there/around/here/in/at) | better off when im not | happier when im not (there/ gone/away) |
  make it permanent | (never see/not see/dont see/wont see/not find/dont find/never find) >1 (my
  body/what i look like/me hanging/me like that/me after/me first) | (one/person) (who/that/to)
  (finds/find/found) me | (isnt/not/wont be) the one (who/that) finds me | find my body | dont let
  >4 (find me/see me like) | all theyll need | everything theyll need | please look after my
  (dog/cat/kids/children/girls/boys/little one/babies)
self-harm! = razor | blade and | scratched up (my/her/his) arms | burnt myself on purpose |
  carving | punching walls until
overdose! = swallowed loads | empty packets | empty (blister/pill/packet/bottle) | bunch of pills
  | (meds/tablets/pills) twice (today/this morning/tonight/by accident/by mistake) | took +3 twice
  today | had +3 twice today | three of +4 patches | two patches | too many patches | swallowed
  all | taken something | taken a load of | took a load of | downed +3 (pills/tablets/packet)
swallowed-danger! = been at the (dishwasher/bleach/tablets/pills/cleaner/weedkiller) | foam
  round | foaming | sniffed something
abuse! = hands round my neck | hands around my neck | hands round my throat | hiding (in/from) +5
  (husband/boyfriend/partner/him/dad/wife/ex) | hiding from | is hitting (him/her/me/my) | scared
  to go home | something bad happened with | he hurt me | she hurts me | broke my arm and | afraid
  to go home | threw me | wont let me out | took my phone | keeps me locked | grabbed me by |
  forced me | (he/she/husband/partner/boyfriend/dad/stepdad/wife/girlfriend) +2 broke my
  (wrist/arm/nose/ rib/ribs/jaw/finger) | (checks/took/reads/tracks) my phone | makes me do
  (stuff/things)
psychosis = dont feel real | baby is not mine | not my baby | isnt my baby | someone has
  replaced | swapped my baby | hears a voice | the radio is | chosen one | thoughts are being
# sign
long-sleepless = not slept for days | awake for days | days without sleep
`;
