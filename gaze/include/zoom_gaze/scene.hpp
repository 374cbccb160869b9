// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_SCENE_HPP
#define ZOOM_GAZE_SCENE_HPP

#include "opencv2/core.hpp"

#include <array>
#include <cstdint>
#include <vector>

/** Rendered people who look at a device, and data sets of real ones: images in, gaze labels out. No part of the OpenCV
module.

Lengths are centimetres, angles degrees, colours linear RGB albedos from 0 to 1. Two frames of reference:
- camera: x to the right of the image, y down, z away from the camera, whose centre of projection is the origin;
- head: x to the right of the image, y up, z out of the face; the origin lies between the centres of the eyeballs.

The device's screen lies in the camera's plane z = 0. A point on it is given as GazeCapture (iTracker) does: x to the
right and y up as the person sees the screen, relative to the camera. The image is not mirrored, so that the point (x,
y) is (-x, -y, 0) in the camera's frame.
*/
namespace gaze {

struct Range
{
    double low, high;
};

//! Of the person: the right eye is on the left of the image.
enum Side
{
    RIGHT_EYE = 0,
    LEFT_EYE = 1
};

struct Camera
{
    cv::Size frame = cv::Size(1280, 720);
    double focal = 900; //!< in pixels
    cv::Point2d principal =
        cv::Point2d(640, 360); //!< continuous: the frame begins at 0, the first pixel's centre is 0.5
};

//! With angles of 0 the face looks against the camera's axis.
struct HeadPose
{
    cv::Vec3d position = cv::Vec3d(0, 0, 50); //!< of the point between the eyeballs, in the camera's frame
    double yaw = 0;                           //!< the face turns to the image's right
    double pitch = 0;                         //!< the face turns up
    double roll = 0;                          //!< clockwise in the image
};

struct EyeShape
{
    double eyeballRadius = 1.2;
    double irisRadius = 0.585;  //!< of the limbus, where the cornea begins
    double corneaRadius = 0.78; //!< of curvature
    double pupilRadius = 0.2;
    /** The eye looks along the visual axis; its optical axis, about which it is symmetric, lies this far to the temple
    (first) and up (second), as a mean of both eyes. The fovea lies 4 to 5 degrees to the temple of the optical axis'
    end on the retina and about 1.5 degrees below it (Guestrin and Eizenman, General theory of remote gaze estimation,
    IEEE Transactions on Biomedical Engineering 53(6), 2006), so that the optical axis points to the temple and down. */
    cv::Vec2d kappa = cv::Vec2d(5, -1.5);
    cv::Vec2d kappaDifference = cv::Vec2d(0, 0); //!< the right eye's less the left eye's
    cv::Vec3f innerIris = cv::Vec3f(0.20f, 0.11f, 0.04f);
    cv::Vec3f outerIris = cv::Vec3f(0.12f, 0.06f, 0.02f);
    cv::Vec3f sclera = cv::Vec3f(0.72f, 0.68f, 0.64f);
    double limbalRing = 0.6; //!< darkness of the iris' rim, 0 to 1
    double redness = 0.3;    //!< vessels of the sclera, 0 to 1
};

//! Heights are in radii of the lids' sphere, for an eye that looks straight ahead.
struct LidShape
{
    double upper = 0.36;       //!< height of the upper margin over the eye's centre
    double lower = -0.43;      //!< of the lower margin
    double medial = 1.5;       //!< from the eye's centre to the inner corner
    double lateral = 1.28;     //!< to the outer corner
    double tilt = 0.05;        //!< the outer corner is so much higher
    double creaseHeight = 0.3; //!< of the upper lid's fold over its margin
    double creaseDepth = 0.7;  //!< 0: no fold
    double bags = 0.2;         //!< under the eye
    double lashes = 0.6;       //!< 0 to 1
    double liner = 0;          //!< make-up on the margins, 0 to 1
    double shadow = 0;         //!< make-up on the upper lid, 0 to 1
    cv::Vec3f shadowColour = cv::Vec3f(0.2f, 0.1f, 0.1f);
};

//! Deviations from an average head; 0 is average and most lie within -1 to 1.
struct FaceShape
{
    double width = 0, length = 0, jaw = 0, chin = 0, cheekbones = 0, cheeks = 0, brow = 0, sockets = 0;
    double noseLength = 0, noseWidth = 0, noseHeight = 0, noseBridge = 0, noseTip = 0;
    double lips = 0, mouthWidth = 0, forehead = 0;
};

struct Expression
{
    double smile = 0;      //!< -0.5 to 1
    double mouthOpen = 0;  //!< in centimetres
    double browRaise = 0;  //!< in centimetres
    double lidClosure = 0; //!< 0: open, 1: closed
};

enum HairStyle
{
    HAIR_NONE,
    HAIR_CROPPED,
    HAIR_SHORT,
    HAIR_MEDIUM,
    HAIR_LONG,
    HAIR_TIED,
    HAIR_STYLES
};

struct Hair
{
    HairStyle style = HAIR_SHORT;
    cv::Vec3f colour = cv::Vec3f(0.05f, 0.03f, 0.02f);
    double hairline = 7;  //!< height of the hair's edge on the forehead
    double volume = 1;    //!< thickness of the hair
    double length = 12;   //!< of long hair below the eyes
    double curl = 0.2;    //!< 0: straight
    double fringe = 0;    //!< hair on the forehead, 0 to 1
    double parting = 0;   //!< where the hair parts, in centimetres to the image's right
    double stubble = 0;   //!< 0 to 1
    double moustache = 0; //!< 0 to 1
    double beard = 0;     //!< 0 to 1
    double browThickness = 0.5;
    double browArch = 0.3;
    double browDensity = 0.7;
};

struct Glasses
{
    bool worn = false;
    double width = 5.2, height = 4; //!< of one lens
    double roundness = 0.5;         //!< 0: rectangles, 1: ellipses
    double rim = 0.25;              //!< thickness of the rim
    double drop = 0.4;              //!< of the lenses' centres below the eyes
    cv::Vec3f colour = cv::Vec3f(0.02f, 0.02f, 0.02f);
    double tint = 0;       //!< light that a lens takes away, 0 to 1
    double reflection = 1; //!< of the lights, 1: an uncoated lens
};

enum ClothesPattern
{
    CLOTHES_PLAIN,
    CLOTHES_STRIPES,
    CLOTHES_CHECKS,
    CLOTHES_PRINT,
    CLOTHES_PATTERNS
};

struct Clothes
{
    ClothesPattern pattern = CLOTHES_PLAIN;
    cv::Vec3f colour = cv::Vec3f(0.2f, 0.2f, 0.25f), second = cv::Vec3f(0.6f, 0.6f, 0.6f);
    double collar = 0.5; //!< how far the neck is covered, 0 to 1
    double period = 3;   //!< of the pattern
};

struct Person
{
    uint64_t seed = 0;        //!< of textures
    double eyeDistance = 6.3; //!< between the eyeballs' centres
    EyeShape eyes;
    LidShape lids;
    FaceShape face;
    Hair hair;
    Glasses glasses;
    Clothes clothes;
    cv::Vec3f skin = cv::Vec3f(0.55f, 0.33f, 0.24f);
    double flush = 0.5;    //!< redness of cheeks, nose and lips
    double freckles = 0;   //!< 0 to 1
    double age = 0.3;      //!< 0 to 1
    double lipstick = 0;   //!< 0 to 1
    double oiliness = 0.5; //!< shine of the skin, 0 to 1
};

struct Light
{
    cv::Vec3d direction = cv::Vec3d(0, -0.5, -1); //!< towards the light, in the camera's frame; any length
    cv::Vec3f irradiance = cv::Vec3f(1, 1, 1);    //!< on a surface that faces it
    double size = 10;                             //!< half the angle under which it is seen
    bool window = false;                          //!< square instead of round
};

struct Background
{
    uint64_t seed = 0;
    int photo = -1;     //!< index into the renderer's photos; -1: a made one
    double blur = 0;    //!< Gaussian blur, in thousandths of the frame's width
    double light = 0.7; //!< brightness, 0 to 1.5
};

//! What the camera does to the picture. Lengths are in thousandths of the frame's width.
struct CameraEffects
{
    double defocus = 0;                          //!< radius of the blur disc
    double motionBlur = 0;                       //!< length of the blur
    double motionAngle = 0;                      //!< degrees
    double noise = 0.01;                         //!< standard deviation in a grey of 0.5, of a range of 0 to 1
    double exposure = 1;                         //!< factor
    cv::Vec3f whiteBalance = cv::Vec3f(1, 1, 1); //!< factors, RGB
    double contrast = 1;                         //!< gamma on the encoded values
    double saturation = 1;                       //!< factor
    int jpegQuality = 90;                        //!< 1 to 100; 0: no JPEG
    uint64_t seed = 0;                           //!< of the noise
};

/** One frame: a person in front of a camera. Everything that the renderer needs, and nothing that is random. */
struct Scene
{
    Camera camera;
    HeadPose head;
    double bodyYaw = 0;                               //!< the shoulders turn to the image's right
    cv::Point2d gaze = cv::Point2d(0, -5);            //!< the point on the screen, see the namespace
    cv::Rect2d screen = cv::Rect2d(-15, -19, 30, 18); //!< where the screen is, x and y as in gaze; y is its lower edge
    cv::Vec3f screenLight = cv::Vec3f(0.1f, 0.1f, 0.12f); //!< irradiance at the head
    Person person;
    Expression expression;
    std::vector<Light> lights = {Light()};                //!< the first casts shadows; at most MAX_LIGHTS
    cv::Vec3f ambientAbove = cv::Vec3f(0.4f, 0.4f, 0.4f); //!< irradiance from above
    cv::Vec3f ambientBelow = cv::Vec3f(0.2f, 0.2f, 0.2f);
    Background background;
    CameraEffects effects;

    static constexpr int MAX_LIGHTS = 4;
};

//! From what drawScene() draws.
struct SceneRanges
{
    cv::Size frame = cv::Size(1280, 720);
    Range distance = {25, 90}; //!< from the camera along its axis, within 15 to 400
    //! Mean of both irises' diameters in the image (Label), flat in its logarithm, in pixels of a frame 1280 wide;
    //! narrower frames scale it. Where it cannot be had within distance and focal, these win.
    Range irisDiameter = {4, 25};
    //! In pixels of a frame 1280 wide. The narrower, the more an eye's size tells of its distance; 4 pixels at 90 cm
    //! and 25 pixels at 25 cm, for eyes of all sizes and off the axis, need no less than this.
    Range focal = {270, 560};
    double headTurn = 9;           //!< standard deviation of the head's angles from those towards the screen
    double maxEyeTurn = 33;        //!< largest angle between the face and a visual axis; never exceeded
    double glasses = 0.3;          //!< share of the people
    double closedLids = 0.03;      //!< share of frames in which the lids are nearly closed
    double photoBackgrounds = 0.5; //!< share of frames, where there are photos
    int photos = 0;                //!< number of the renderer's photos
    int people = 0;                //!< where it is more than 0, there are so many persons, who are seen again
    //! Number of the first of them: sets of frames whose numbers do not overlap share no person.
    int firstPerson = 0;
    double effects = 1; //!< strength of blur, noise, colours and compression; 0: a perfect camera
};

/** Draws a scene. The same seed and ranges give the same scene, to the rounding of the C library's functions. Throws
cv::Exception that names the field of the ranges that is not allowed. */
Scene drawScene(uint64_t seed, const SceneRanges& ranges = SceneRanges());

//! Draws a person; @p glasses is the probability of glasses.
Person drawPerson(uint64_t seed, double glasses = 0.3);

//! Throws cv::Exception that names the field of the scene that is not allowed.
void checkScene(const Scene& scene);

} // namespace gaze

#endif // ZOOM_GAZE_SCENE_HPP
